using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Commits;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Devices;

public sealed class DeviceGrainTests(DeviceClusterFixture cluster) : IClassFixture<DeviceClusterFixture>
{
    private static readonly Caller Admin = new(Guid.NewGuid(), Authority.TenantAdmin, null);

    [Fact]
    public async Task done_means_that_the_store_has_it()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Done, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 7)));
        Assert.Equal(TypedValue.Long(7), Assert.Single((await device.ReadLatest(Admin, null)).Value!).Value);
    }

    [Fact]
    public async Task a_call_with_another_version_of_the_credentials_is_refused_and_stores_nothing()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Unauthorized, await device.PostTelemetry(owner.CredentialsVersion + 1, NextAttempt, Batch("t", 7)));
        Assert.Equal(Outcome.Unauthorized, await device.PostAttributes(owner.CredentialsVersion - 1, NextAttempt, new(1, [])));
        Assert.Equal(Outcome.Unauthorized, (await device.GetAttributes(0, AttributeQuery.Everything)).Outcome);
        Assert.Empty((await device.ReadLatest(Admin, null)).Value!);
    }

    [Fact]
    public async Task replaced_credentials_open_nothing_once_the_change_is_answered()
    {
        var (device, owner) = await CreateAsync();
        var token = "new-" + Guid.NewGuid();
        var changed = await device.UpdateCredentials(Admin, new(CredentialsType.AccessToken, token, null));
        Assert.Equal(Outcome.Done, changed.Outcome);
        Assert.Equal(Outcome.Unauthorized, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 1)));
        var renewed = await cluster.Grains.GetGrain<ITokenResolver>(0).Resolve(token);
        Assert.Equal(Outcome.Done, await device.PostTelemetry(renewed!.CredentialsVersion, NextAttempt, Batch("t", 1)));
    }

    [Fact]
    public async Task a_deleted_device_takes_and_shows_nothing()
    {
        var (device, owner) = await CreateAsync();
        Assert.True((await device.Delete(Admin)).Value);
        Assert.Equal(Outcome.Unauthorized, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 1)));
        Assert.Equal(Outcome.NotFound, (await device.Get(Admin)).Outcome);
        Assert.Equal(Outcome.NotFound, (await device.Delete(Admin)).Outcome);
        Assert.Null(await cluster.Grains.GetGrain<ITokenResolver>(0).Resolve(owner.DeviceId.ToString()));
    }

    [Fact]
    public async Task a_device_that_never_was_is_not_found()
    {
        var nobody = cluster.Grains.GetGrain<IDeviceGrain>(Guid.NewGuid());
        Assert.Equal(Outcome.NotFound, (await nobody.Get(Admin)).Outcome);
        Assert.Equal(Outcome.Unauthorized, await nobody.PostTelemetry(0, NextAttempt, Batch("t", 1)));
        Assert.Equal(Outcome.Unauthorized, await nobody.PostTelemetry(-1, NextAttempt, Batch("t", 1)));
    }

    [Fact]
    public async Task a_customer_user_sees_the_customers_devices_and_changes_no_registry_row()
    {
        var customer = Guid.NewGuid();
        var mine = new Caller(Guid.NewGuid(), Authority.CustomerUser, customer);
        var other = new Caller(Guid.NewGuid(), Authority.CustomerUser, Guid.NewGuid());
        var (device, _) = await CreateAsync();
        Assert.Equal(Outcome.Forbidden, (await device.Get(mine)).Outcome);
        await device.Assign(Admin, customer);
        Assert.Equal(Outcome.Done, (await device.Get(mine)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await device.Get(other)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await device.Delete(mine)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await device.Assign(mine, null)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await device.WriteAttributes(other, AttributeScope.Shared, new(1, []))).Outcome);
    }

    [Fact]
    public async Task changes_that_race_are_all_made_one_after_another()
    {
        var (device, _) = await CreateAsync();
        var fields = (await device.Get(Admin)).Value!.Fields;
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => device.Update(Admin, fields with { Label = $"l{n}" }, null)));
        Assert.All(answers, a => Assert.Equal(Outcome.Done, a.Outcome));
        Assert.Equal(11, (await device.Get(Admin)).Value!.Version);
        Assert.Equal(Outcome.Conflict, (await device.Update(Admin, fields, 3)).Outcome);
    }

    [Fact]
    public async Task more_names_than_the_cap_are_refused_whole()
    {
        var (device, owner) = await CreateAsync();
        var many = new TelemetryBatch([.. Enumerable.Range(0, 51).Select(n => new Reading($"k{n}", 1, TypedValue.Long(n)))]);
        Assert.Equal(Outcome.LimitExceeded, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, many));
        Assert.Empty((await device.ReadLatest(Admin, null)).Value!);
        Assert.Equal(Outcome.Done, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, new(many.Readings[..50])));
        Assert.Equal(Outcome.LimitExceeded, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, new(many.Readings[50..])));
    }

    [Fact]
    public async Task a_failed_commit_answers_busy_and_the_device_starts_again_from_the_database()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1)));
        cluster.Storage.Failures.Enqueue(new InvalidOperationException("disk"));
        Assert.Equal(Outcome.Busy, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 2)));
        var read = await device.GetAttributes(owner.CredentialsVersion, AttributeQuery.Everything);
        Assert.Equal(TypedValue.Long(1), Assert.Single(read.Client).Value);
        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 3)));
    }

    [Fact]
    public async Task a_call_that_comes_again_joins_the_commit_of_the_first_and_writes_once()
    {
        var (device, owner) = await CreateAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Storage.CommitsMayGo = gate.Task;
        var attempt = NextAttempt;
        var first = device.PostAttributes(owner.CredentialsVersion, attempt, Attributes("a", 1));
        var again = device.PostAttributes(owner.CredentialsVersion, attempt, Attributes("a", 1));
        var other = device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1));
        // Answered behind the posts, so all three have reached the grain.
        Assert.Empty((await device.GetAttributes(owner.CredentialsVersion, AttributeQuery.Everything)).Client);
        gate.SetResult();
        Assert.Equal([Outcome.Done, Outcome.Done, Outcome.Done], await Task.WhenAll(first, again, other));
        Assert.Equal(2, Assert.Single((await device.GetAttributes(owner.CredentialsVersion, AttributeQuery.Everything)).Client).Version);
    }

    [Fact]
    public async Task an_activation_behind_whose_back_another_one_has_written_stores_nothing_and_makes_room()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1)));
        var other = new AttributeEntry(AttributeScope.Client, "a", TypedValue.Long(2), 1, 2);
        await cluster.CommitAsync(new AttributesChange(await cluster.NumberAsync(owner.DeviceId), 99, 1, [other], []));

        Assert.Equal(Outcome.Superseded, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("b", 3)));

        Assert.Equal(other, Assert.Single((await device.GetAttributes(owner.CredentialsVersion, AttributeQuery.Everything)).Client));
        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("b", 3)));
    }

    [Fact]
    public async Task a_silo_that_is_not_sure_to_be_a_member_answers_nothing_from_memory()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1)));
        cluster.Pulse.IsSteady = false;
        try
        {
            Assert.Equal(Outcome.Superseded, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 1)));
            Assert.Equal(Outcome.Superseded, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1)));
            Assert.Equal(Outcome.Superseded, (await device.GetAttributes(owner.CredentialsVersion, AttributeQuery.Everything)).Outcome);
            Assert.Equal(Outcome.Superseded, (await device.Get(Admin)).Outcome);
        }
        finally
        {
            cluster.Pulse.IsSteady = true;
        }
        Assert.Equal(Outcome.Done, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 1)));
    }

    [Fact]
    public async Task an_unchanged_value_is_not_taken_for_stored_when_another_activation_has_changed_it()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1)));
        var other = new AttributeEntry(AttributeScope.Client, "a", TypedValue.Long(2), 1, 2);
        await cluster.CommitAsync(new AttributesChange(await cluster.NumberAsync(owner.DeviceId), 99, 1, [other], []));

        Assert.Equal(Outcome.Superseded, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1)));

        Assert.Equal(Outcome.Done, await device.PostAttributes(owner.CredentialsVersion, NextAttempt, Attributes("a", 1)));
        Assert.Equal(TypedValue.Long(1), Assert.Single((await device.GetAttributes(owner.CredentialsVersion, AttributeQuery.Everything)).Client).Value);
    }

    [Fact]
    public async Task a_device_that_was_deleted_elsewhere_is_superseded_first_and_then_unknown()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(Outcome.Done, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 1)));
        Assert.True(await cluster.Storage.DeleteAsync(owner.DeviceId, TestContext.Current.CancellationToken));
        Assert.Equal(Outcome.Superseded, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 2)));
        Assert.Equal(Outcome.Unauthorized, await device.PostTelemetry(owner.CredentialsVersion, NextAttempt, Batch("t", 2)));
    }

    private static long NextAttempt => Random.Shared.NextInt64();

    private static TelemetryBatch Batch(string key, long value) => new([new(key, 1, TypedValue.Long(value))]);

    private static AttributeBatch Attributes(string key, long value) => new(1, [new(key, TypedValue.Long(value))]);

    private Task<(IDeviceGrain Device, TokenOwner Owner)> CreateAsync() => cluster.CreateDeviceAsync();
}
