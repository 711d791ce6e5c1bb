using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Tests.Devices;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Polls;

/// <summary>Polls for updates, parked at a device's grain in a real cluster.</summary>
public sealed class DevicePollTests : IClassFixture<DeviceClusterFixture>
{
    private static readonly Caller Admin = new(Guid.NewGuid(), Authority.TenantAdmin, null);

    private readonly DeviceClusterFixture _cluster;
    private readonly GatewayOfTest _gateway;
    private long _lastPoll = Random.Shared.NextInt64();

    public DevicePollTests(DeviceClusterFixture cluster) => (_cluster, _gateway) = (cluster, GatewayOfTest.Register(cluster.Grains));

    [Fact]
    public async Task a_parked_poll_is_woken_by_the_change_and_the_next_poll_goes_on_from_there()
    {
        var (device, owner) = await CreateAsync();
        await ShareAsync(device, "old", 1);
        var poll = Poll();
        Assert.NotNull((await device.Park(owner.CredentialsVersion, poll)).Silo);
        await ShareAsync(device, "a", 1);
        var delivery = await _gateway.NextAsync();
        Assert.Equal((poll.PollId, "a"), (delivery.PollId, Assert.Single(Told(delivery).Changed).Key));
        await device.Settle(new(PollKind.Updates, poll.PollId, delivery.Lease, IsWritten: true));
        await ShareAsync(device, "b", 1);
        Assert.Equal("b", Assert.Single(Told((await device.Park(owner.CredentialsVersion, Poll())).Delivery).Changed).Key);
    }

    [Fact]
    public async Task the_first_poll_commits_where_it_begins_also_when_nothing_was_there()
    {
        var (device, owner) = await CreateAsync();
        await ShareAsync(device, "old", 1);
        Assert.Equal(ParkAnswer.Nothing, await device.Park(owner.CredentialsVersion, Poll(remaining: 0)));
        Assert.Equal(1, (await _cluster.Storage.LoadAsync(owner.DeviceId, TestContext.Current.CancellationToken))!.State.UpdatesCursor);
    }

    [Fact]
    public async Task a_poll_that_waits_behind_a_lease_is_served_when_the_lease_has_ended_by_itself()
    {
        var (device, owner) = await CreateAsync();
        await device.Park(owner.CredentialsVersion, Poll(remaining: 0));
        await ShareAsync(device, "a", 1);
        Assert.NotNull((await device.Park(owner.CredentialsVersion, Poll())).Delivery);
        var waiting = Poll();
        Assert.NotNull((await device.Park(owner.CredentialsVersion, waiting)).Silo);
        Assert.Equal(waiting.PollId, (await _gateway.NextAsync()).PollId);
    }

    [Fact]
    public async Task an_unparked_poll_is_told_nothing_and_what_was_on_its_way_is_offered_again()
    {
        var (device, owner) = await CreateAsync();
        var (gone, stays) = (Poll(), Poll());
        await device.Park(owner.CredentialsVersion, gone);
        await device.Unpark(gone.PollId);
        await device.Park(owner.CredentialsVersion, stays);
        await ShareAsync(device, "a", 1);
        Assert.Equal(stays.PollId, (await _gateway.NextAsync()).PollId);
        Assert.True(_gateway.IsQuiet);
        await device.Unpark(stays.PollId);
        var next = Poll();
        // At once, or when the word that nobody waits any more has arrived behind it.
        var told = (await device.Park(owner.CredentialsVersion, next)).Delivery ?? await _gateway.NextAsync();
        Assert.Equal(next.PollId, told.PollId);
    }

    [Fact]
    public async Task the_end_of_the_device_and_of_its_token_end_the_polls()
    {
        var (deleted, one) = await CreateAsync();
        var (changed, two) = await CreateAsync();
        var (first, second) = (Poll(), Poll());
        await deleted.Park(one.CredentialsVersion, first);
        await deleted.Delete(Admin);
        Assert.Equal(new PollDelivery(first.PollId, PollSignal.Deleted), await _gateway.NextAsync());
        await changed.Park(two.CredentialsVersion, second);
        await changed.UpdateCredentials(Admin, new(CredentialsType.AccessToken, Guid.NewGuid().ToString(), null));
        Assert.Equal(new PollDelivery(second.PollId, PollSignal.Revoked), await _gateway.NextAsync());
        Assert.Equal(Outcome.Unauthorized, (await changed.Park(two.CredentialsVersion, Poll())).Outcome);
        Assert.Equal(Outcome.Unauthorized, (await deleted.Park(one.CredentialsVersion, Poll())).Outcome);
    }

    [Fact]
    public async Task one_poll_too_many_is_refused()
    {
        var (device, owner) = await CreateAsync();
        for (var n = 0; n < DeviceClusterFixture.MaxPolls; n++)
            Assert.Equal(Outcome.Done, (await device.Park(owner.CredentialsVersion, Poll())).Outcome);
        Assert.Equal(Outcome.LimitExceeded, (await device.Park(owner.CredentialsVersion, Poll())).Outcome);
    }

    [Fact]
    public async Task a_reader_who_knows_more_than_the_activation_makes_it_look_again()
    {
        var (device, owner) = await CreateAsync();
        await ShareAsync(device, "a", 1);
        var entry = new AttributeEntry(AttributeScope.Shared, "b", TypedValue.Long(2), 1, 2);
        await _cluster.CommitAsync(new AttributesChange(await _cluster.NumberAsync(owner.DeviceId), 99, 1, [entry], []));
        Assert.Equal(Outcome.Superseded, (await device.Park(owner.CredentialsVersion, Poll(since: 2))).Outcome);
        Assert.NotNull((await device.Park(owner.CredentialsVersion, Poll(since: 2))).Silo);
        Assert.Equal("b", Assert.Single(Told((await device.Park(owner.CredentialsVersion, Poll(since: 1))).Delivery).Changed).Key);
    }

    [Fact]
    public async Task a_reader_who_claims_more_than_there_is_is_told_everything()
    {
        var (device, owner) = await CreateAsync();
        await ShareAsync(device, "a", 1);
        var told = Told((await device.Park(owner.CredentialsVersion, Poll(since: 99))).Delivery);
        Assert.Equal((true, 1), (told.IsComplete, told.Cursor));
    }

    [Fact]
    public async Task a_shared_attribute_under_the_reserved_key_is_refused_and_says_why()
    {
        var (device, _) = await CreateAsync();
        var answer = await device.WriteAttributes(Admin, AttributeScope.Shared, Batch("deleted", 1));
        Assert.Equal(Outcome.Invalid, answer.Outcome);
        Assert.Contains("deleted", answer.Reason, StringComparison.Ordinal);
        Assert.Equal(Outcome.Done, (await device.WriteAttributes(Admin, AttributeScope.Server, Batch("deleted", 1))).Outcome);
    }

    [Fact]
    public async Task a_failed_commit_has_the_polls_parked_again_at_the_next_activation()
    {
        var (device, owner) = await CreateAsync();
        var poll = Poll();
        await device.Park(owner.CredentialsVersion, poll);
        _cluster.Storage.Failures.Enqueue(new InvalidOperationException("disk"));
        Assert.Equal(Outcome.Busy, (await device.WriteAttributes(Admin, AttributeScope.Shared, Batch("a", 1))).Outcome);
        Assert.Equal(new PollDelivery(poll.PollId, PollSignal.Repark), await _gateway.NextAsync());
        await device.Park(owner.CredentialsVersion, poll);
        await ShareAsync(device, "a", 2);
        Assert.Equal(poll.PollId, (await _gateway.NextAsync()).PollId);
    }

    [Fact]
    public async Task a_silo_with_parked_polls_beats()
    {
        var (device, owner) = await CreateAsync();
        var silo = (await device.Park(owner.CredentialsVersion, Poll())).Silo;
        while (!(await _gateway.NextBeatAsync()).Equals(silo))
        {
        }
    }

    private static AttributeUpdates Told(PollDelivery? delivery) => Assert.IsType<AttributeUpdates>(delivery!.Content);

    private static AttributeBatch Batch(string key, long value) => new(1, [new(key, TypedValue.Long(value))]);

    private static async Task ShareAsync(IDeviceGrain device, string key, long value) =>
        Assert.Equal(Outcome.Done, (await device.WriteAttributes(Admin, AttributeScope.Shared, Batch(key, value))).Outcome);

    private Poll Poll(long remaining = 60_000, long? since = null) => new(++_lastPoll, PollKind.Updates, _gateway.Reference, remaining, since);

    private Task<(IDeviceGrain Device, TokenOwner Owner)> CreateAsync() => _cluster.CreateDeviceAsync();
}
