using OrleansIot.Attributes;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Ota;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Lifecycle;

public abstract partial class LifecycleContract
{
    private static readonly byte[] Hash = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];

    [Fact]
    public async Task what_a_device_offers_is_loaded_with_it_and_the_newest_offer_replaces_the_others()
    {
        var device = await DeviceAsync();
        Assert.Equal(ClaimRecord.None, (await LoadAsync(device)).Claim);
        Assert.Equal([ChangeResult.Applied], await CommitAsync(new ClaimChange(device.Number, new(Hash, 5, null))));
        var attempt = Guid.NewGuid();
        Assert.Equal([ChangeResult.Applied], await CommitAsync(new ClaimChange(device.Number, new([1, 2], long.MaxValue, attempt))));
        var stored = (await LoadAsync(device)).Claim;
        Assert.Equal([1, 2], stored.SecretHash);
        Assert.Equal((long.MaxValue, attempt), (stored.ExpiresAt, stored.Attempt));
        Assert.Equal([ChangeResult.Applied], await CommitAsync(new ClaimChange(device.Number, new(null, 0, attempt))));
        Assert.Equal(new ClaimRecord(null, 0, attempt), (await LoadAsync(device)).Claim);
    }

    [Fact]
    public async Task the_offer_of_a_device_that_is_gone_is_not_stored()
    {
        var device = await DeviceAsync();
        await Storage.Devices.DeleteAsync(device.Info.Id, Cancellation);
        Assert.Equal([ChangeResult.Unmatched], await CommitAsync(new ClaimChange(device.Number, new(Hash, 5, null))));
    }

    [Fact]
    public async Task a_claim_moves_owner_offer_and_attributes_together()
    {
        var device = await DeviceAsync();
        await CommitAsync(Attributes(device.Number, 0, "claimingData", 1), new ClaimChange(device.Number, new(Hash, 5, null)));
        var attempt = Guid.NewGuid();
        var set = new ChangeSet(device.Number,
        [
            Deletion(device.Number, 1, AttributeScope.Server, "claimingData"), new ClaimChange(device.Number, new(null, 0, attempt)), new OwnerChange(device.Number, Customer, 1),
        ]);
        Assert.Equal([ChangeResult.Applied], await CommitAsync(set));

        var loaded = await LoadAsync(device);
        Assert.Equal((Customer, 2L, "Acme"), (loaded.Record.Info.Fields.CustomerId, loaded.Record.Info.Version, loaded.Record.Info.CustomerTitle));
        Assert.Equal((new ClaimRecord(null, 0, attempt), 0, 2L), (loaded.Claim, loaded.Attributes.Length, loaded.State.AttributesVersion));
        Assert.Equal([ChangeResult.Applied], await CommitAsync(set));
        Assert.Equal(2, (await LoadAsync(device)).Record.Info.Version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task when_one_part_does_not_match_none_is_stored_and_what_else_is_committed_with_it_is(int what)
    {
        var (device, other) = (await DeviceAsync(), await DeviceAsync());
        await CommitAsync(Attributes(device.Number, 0, "a", 1), new ClaimChange(device.Number, new(Hash, 5, null)));
        Change[] parts =
        [
            Attributes(device.Number, what == 0 ? 5 : 1, "a", 2),
            new OwnerChange(device.Number, what == 1 ? Guid.NewGuid() : Customer, what == 2 ? 9 : 1),
            new ClaimChange(device.Number, new(null, 0, null)),
            new ReadingsChange(what == 3 ? 999_999 : device.Number, [new Reading("t", 1, TypedValue.Long(1))]),
        ];
        var set = new ChangeSet(what == 3 ? 999_999 : device.Number, what == 3 ? [parts[3]] : parts);
        var results = await CommitAsync(
            Attributes(other.Number, 0, "a", 1), set, Attributes(other.Number, 1, "b", 1), new ReadingsChange(other.Number, [new Reading("t", 1, TypedValue.Long(1))]));

        Assert.Equal([ChangeResult.Applied, ChangeResult.Unmatched, ChangeResult.Applied, ChangeResult.Applied], results);
        var loaded = await LoadAsync(device);
        Assert.Equal((null, 1L, 1L), (loaded.Record.Info.Fields.CustomerId, loaded.Record.Info.Version, loaded.State.AttributesVersion));
        Assert.NotNull(loaded.Claim.SecretHash);
        Assert.Empty(loaded.TelemetryKeys);
        Assert.Equal(["t"], (await LoadAsync(other)).TelemetryKeys);
        Assert.Equal(2, (await LoadAsync(other)).State.AttributesVersion);
    }

    [Fact]
    public async Task changes_of_a_device_around_a_set_that_does_not_match_keep_their_order()
    {
        var device = await DeviceAsync();
        var results = await CommitAsync(
            Attributes(device.Number, 0, "a", 1),
            new ChangeSet(device.Number, [Attributes(device.Number, 1, "a", 2), new OwnerChange(device.Number, Customer, 7)]),
            Attributes(device.Number, 2, "a", 3),
            new ChangeSet(device.Number, [Attributes(device.Number, 1, "a", 4), new OwnerChange(device.Number, Customer, 1)]));
        Assert.Equal([ChangeResult.Applied, ChangeResult.Unmatched, ChangeResult.Unmatched, ChangeResult.Applied], results);
        var loaded = await LoadAsync(device);
        Assert.Equal((TypedValue.Long(4), Customer), (Assert.Single(loaded.Attributes).Value, loaded.Record.Info.Fields.CustomerId));
    }

    [Fact]
    public async Task a_registration_is_stored_with_its_attribute()
    {
        var device = await DeviceAsync();
        Assert.Null((await LoadAsync(device)).ProvisionAttempt);
        var attempt = Guid.NewGuid();
        var set = new ChangeSet(device.Number, [Attributes(device.Number, 0, "provisionState", 1), new ProvisionChange(device.Number, attempt, 5)]);
        Assert.Equal([ChangeResult.Applied], await CommitAsync(set));
        var loaded = await LoadAsync(device);
        Assert.Equal((attempt, "provisionState"), (loaded.ProvisionAttempt, Assert.Single(loaded.Attributes).Key));
    }

    [Fact]
    public async Task what_a_device_was_told_and_says_is_kept_and_ends_its_wait()
    {
        var package = await PackageAsync();
        var device = await DeviceAsync();
        await Storage.Assignments.AddDueAsync([device.Info.Id], Cancellation);
        Assert.True((await LoadAsync(device)).Packages.IsDue);
        var mark = new OtaMark(OtaPackageType.Firmware, package.Id, OtaState.Initiated, 10);
        var set = new ChangeSet(device.Number,
        [
            Attributes(device.Number, 0, "fw_title", 1), new AnnouncementChange(device.Number, [mark]), new ReadingsChange(device.Number, [new Reading("fw_state", 10, TypedValue.Long(1))]),
        ]);
        Assert.Equal([ChangeResult.Applied], await CommitAsync(set));
        var told = (await LoadAsync(device)).Packages;
        Assert.Equal((package.Id, null, false), (told.Firmware.Announced, told.Software.Announced, told.IsDue));
        Assert.Equal(told, await Storage.Assignments.LoadAsync(device.Number, Cancellation));

        // A report for another package and one that is older change nothing.
        Change Said(Guid about, OtaState state, long ts) => new ChangeSet(
            device.Number, [new OtaStateChange(device.Number, OtaPackageType.Firmware, about, state, ts), new ReadingsChange(device.Number, [new Reading("fw_state", ts, TypedValue.Long(2))])]);
        Assert.Equal(
            [ChangeResult.Applied, ChangeResult.Applied, ChangeResult.Applied],
            await CommitAsync(Said(package.Id, OtaState.Updated, 20), Said(package.Id, OtaState.Downloading, 15), Said(Guid.NewGuid(), OtaState.Failed, 30)));
        Assert.Equal(OtaState.Updated, await StateAsync(package));
        Assert.Equal([ChangeResult.Applied], await CommitAsync(new AnnouncementChange(device.Number, [mark with { Package = null, State = OtaState.None, Ts = 40 }])));
        Assert.Null((await LoadAsync(device)).Packages.Firmware.Announced);
    }
}
