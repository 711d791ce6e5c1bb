using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Tests.Devices;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Rpc;

/// <summary>Commands through the grain: real silos, a database in memory, a gateway of the test.</summary>
public sealed class DeviceCommandTests(DeviceClusterFixture cluster) : IClassFixture<DeviceClusterFixture>
{
    private static readonly Caller Admin = new(Guid.NewGuid(), Authority.TenantAdmin, null);
    private static long _polls = Random.Shared.NextInt64();

    private readonly GatewayOfTest _gateway = GatewayOfTest.Register(cluster.Grains);

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task a_round_trip_from_the_caller_to_the_parked_device_and_back()
    {
        var (device, owner) = await CreateAsync();
        Assert.NotNull((await device.Park(owner.CredentialsVersion, Commands())).Silo);
        var command = New();
        await IssueAsync(device, command);
        var caller = Reply(command);
        Assert.NotNull((await device.Park(0, caller)).Silo);

        var delivery = await _gateway.NextAsync();
        var taken = Assert.Single(Assert.IsType<DeviceCommands>(delivery.Content).Commands);
        await device.Settle(new(PollKind.Commands, delivery.PollId, delivery.Lease, true));
        Assert.Equal(Outcome.Done, await device.PostReply(owner.CredentialsVersion, taken.Id, Json("1")));

        var end = await _gateway.NextAsync();
        Assert.Equal((caller.PollId, "1"), (end.PollId, System.Text.Encoding.UTF8.GetString(Assert.IsType<CommandEnd>(end.Content).Reply!.Json)));
        await device.Settle(new(PollKind.Reply, end.PollId, end.Lease, true));
        Assert.Equal(Outcome.NotFound, (await device.Park(0, Reply(command))).Outcome);
    }

    [Fact]
    public async Task a_caller_is_parked_by_the_call_that_issues_its_command()
    {
        var (device, owner) = await CreateAsync();
        var command = New();
        var caller = Reply(command);
        Assert.NotNull((await device.IssueCommand(Admin, command, caller)).Value!.Silo);
        // The same again, as when the answer was lost, waits once.
        Assert.NotNull((await device.IssueCommand(Admin, command, caller)).Value!.Silo);
        Assert.Equal(Outcome.Done, await device.PostReply(owner.CredentialsVersion, 1, Json("1")));
        var end = await _gateway.NextAsync();
        Assert.Equal((caller.PollId, CommandStatus.Successful), (end.PollId, Assert.IsType<CommandEnd>(end.Content).Status));
        await device.Settle(new(PollKind.Reply, end.PollId, end.Lease, true));
        Assert.Equal(Outcome.NotFound, (await device.Park(0, caller)).Outcome);
    }

    [Fact]
    public async Task a_caller_whose_command_was_answered_before_its_call_came_back_is_told_in_the_answer()
    {
        var (device, owner) = await CreateAsync();
        var command = New();
        await IssueAsync(device, command);
        await device.PostReply(owner.CredentialsVersion, 1, Json("1"));
        var issued = await device.IssueCommand(Admin, command, Reply(command));
        Assert.Equal(CommandStatus.Successful, Assert.IsType<CommandEnd>(issued.Value!.Delivery!.Content).Status);
    }

    [Fact]
    public async Task a_waiting_command_is_the_answer_of_the_poll_that_comes()
    {
        var (device, owner) = await CreateAsync();
        var command = New();
        await IssueAsync(device, command);
        Assert.Equal(1, Assert.Single(Content((await device.Park(owner.CredentialsVersion, Commands())).Delivery)).Id);
        Assert.Equal(ParkAnswer.Nothing, await device.Park(owner.CredentialsVersion, Commands(remaining: 0)));
    }

    [Fact]
    public async Task a_command_survives_its_activation_and_is_delivered_by_the_next()
    {
        var (device, owner) = await CreateAsync();
        var command = New(persistent: true);
        await IssueAsync(device, command);
        var delivery = (await device.Park(owner.CredentialsVersion, Commands())).Delivery!;
        Assert.Equal(CommandStatus.Sent, (await device.ReadCommand(Admin, command.Uuid)).Value!.Status);
        await DeactivateAsync(device);
        Assert.Equal(CommandStatus.Queued, (await device.ReadCommand(Admin, command.Uuid)).Value!.Status);
        // The word about the lease of an activation that is gone says nothing to the next.
        await device.Settle(new(PollKind.Commands, delivery.PollId, delivery.Lease, true));
        var again = (await device.Park(owner.CredentialsVersion, Commands())).Delivery!;
        Assert.Equal(Content(delivery)[0].Id, Content(again)[0].Id);
        await device.Settle(new(PollKind.Commands, again.PollId, again.Lease, true));
        Assert.Equal(Outcome.Done, await device.PostReply(owner.CredentialsVersion, 1, Json("2")));
        Assert.Equal(CommandStatus.Successful, (await device.ReadCommand(Admin, command.Uuid)).Value!.Status);
        await IssueAsync(device, New());
        Assert.Equal(2, Content((await device.Park(owner.CredentialsVersion, Commands())).Delivery)[0].Id);
    }

    [Fact]
    public async Task a_caller_whose_silo_is_gone_parks_again_and_gets_the_end()
    {
        var (device, owner) = await CreateAsync();
        var command = New();
        await IssueAsync(device, command);
        var caller = Reply(command);
        Assert.NotNull((await device.Park(0, caller)).Silo);
        await DeactivateAsync(device);
        Assert.Equal(PollSignal.Repark, (await _gateway.NextAsync()).Signal);
        Assert.Equal(Outcome.Done, await device.PostReply(owner.CredentialsVersion, 1, Json("1")));
        var end = (await device.Park(0, caller)).Delivery!;
        Assert.Equal(CommandStatus.Successful, Assert.IsType<CommandEnd>(end.Content).Status);
    }

    [Fact]
    public async Task a_command_that_is_issued_again_after_its_silo_is_gone_is_the_same_command()
    {
        var (device, owner) = await CreateAsync();
        var (open, ended) = (New(persistent: true), New(persistent: true));
        await IssueAsync(device, open);
        await IssueAsync(device, ended);
        await device.PostReply(owner.CredentialsVersion, 2, Json("1"));
        await DeactivateAsync(device);
        await IssueAsync(device, open);
        await IssueAsync(device, ended);
        Assert.Equal(2, (await device.ListCommands(Admin, new(new(10, 0), null))).Value!.TotalElements);
    }

    [Fact]
    public async Task a_command_another_activation_has_numbered_is_issued_by_the_next()
    {
        var (device, owner) = await CreateAsync();
        await IssueAsync(device, New());
        var number = await cluster.NumberAsync(owner.DeviceId);
        await cluster.CommitAsync(new CommandCreation(number, 2, New(), CommandStatus.Queued));
        var command = New(persistent: true);
        Assert.Equal(Outcome.Superseded, (await device.IssueCommand(Admin, command, null)).Outcome);
        await IssueAsync(device, command);
        Assert.Equal([1, 2, 3], Content((await device.Park(owner.CredentialsVersion, Commands(max: 5))).Delivery).Select(c => c.Id));
    }

    [Fact]
    public async Task a_device_that_is_deleted_ends_the_waits()
    {
        var (device, owner) = await CreateAsync();
        var command = New();
        await IssueAsync(device, command);
        await device.Park(0, Reply(command));
        await device.Delete(Admin);
        Assert.Equal(PollSignal.Deleted, (await _gateway.NextAsync()).Signal);
        Assert.Equal(Outcome.NotFound, (await device.Park(0, Reply(command))).Outcome);
        Assert.Equal(Outcome.NotFound, (await device.IssueCommand(Admin, New(), null)).Outcome);
        Assert.Equal(Outcome.Unauthorized, await device.PostReply(owner.CredentialsVersion, 1, Json("1")));
    }

    [Fact]
    public async Task new_credentials_end_the_devices_polls_and_not_its_callers_waits()
    {
        var (device, owner) = await CreateAsync();
        var command = New();
        await IssueAsync(device, command);
        await device.Park(0, Reply(command));
        var taken = (await device.Park(owner.CredentialsVersion, Commands())).Delivery!;
        await device.Settle(new(PollKind.Commands, taken.PollId, taken.Lease, true));
        var parked = Commands();
        await device.Park(owner.CredentialsVersion, parked);
        var changed = await device.UpdateCredentials(Admin, new(CredentialsType.AccessToken, "new-" + Guid.NewGuid(), null));
        Assert.Equal((parked.PollId, PollSignal.Revoked), await _gateway.NextAsync() is var d ? (d.PollId, d.Signal) : default);
        Assert.Equal(Outcome.Unauthorized, await device.PostReply(owner.CredentialsVersion, 1, Json("1")));
        Assert.Equal(Outcome.Done, await device.PostReply(changed.Value!.Version, 1, Json("1")));
        Assert.IsType<CommandEnd>((await _gateway.NextAsync()).Content);
    }

    [Fact]
    public async Task a_command_ends_at_its_expiry_by_itself()
    {
        var (device, _) = await CreateAsync();
        var command = New(timeout: 300);
        await IssueAsync(device, command);
        await device.Park(0, Reply(command));
        Assert.Equal(CommandStatus.Expired, Assert.IsType<CommandEnd>((await _gateway.NextAsync()).Content).Status);
        Assert.True(Now >= command.ExpiresAt);
    }

    [Fact]
    public async Task only_the_owner_and_the_administrator_may_call_and_read_and_only_the_administrator_delete()
    {
        var customer = Guid.NewGuid();
        var mine = new Caller(Guid.NewGuid(), Authority.CustomerUser, customer);
        var other = new Caller(Guid.NewGuid(), Authority.CustomerUser, Guid.NewGuid());
        var (device, _) = await CreateAsync();
        await device.Assign(Admin, customer);
        var command = New(persistent: true);
        Assert.Equal(Outcome.Forbidden, (await device.IssueCommand(other, command, null)).Outcome);
        Assert.Equal(Outcome.Done, (await device.IssueCommand(mine, command, null)).Outcome);
        Assert.Equal(Outcome.Done, (await device.ReadCommand(mine, command.Uuid)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await device.ReadCommand(other, command.Uuid)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await device.ListCommands(other, new(new(10, 0), null))).Outcome);
        Assert.Equal(Outcome.Forbidden, (await device.DeleteCommand(mine, command.Uuid)).Outcome);
        Assert.Equal(Outcome.Done, (await device.DeleteCommand(Admin, command.Uuid)).Outcome);
        Assert.Equal(Outcome.NotFound, (await device.DeleteCommand(Admin, command.Uuid)).Outcome);
    }

    [Fact]
    public async Task records_are_found_by_their_id()
    {
        var (device, owner) = await CreateAsync();
        var (kept, passing) = (New(persistent: true), New());
        await IssueAsync(device, kept);
        await IssueAsync(device, passing);
        var registry = cluster.Grains.GetGrain<ICommandRegistry>(0);
        Assert.Equal(owner.DeviceId, await registry.FindDevice(kept.Uuid));
        Assert.Null(await registry.FindDevice(passing.Uuid));
        Assert.Equal(Outcome.NotFound, (await device.ReadCommand(Admin, passing.Uuid)).Outcome);
    }

    [Fact]
    public async Task an_activation_takes_a_reply_to_a_command_that_another_one_issued()
    {
        var (device, owner, command) = await BehindAsync();
        Assert.Equal(Outcome.Done, await UntilCurrentAsync(() => device.PostReply(owner.CredentialsVersion, 1, Json("1")), o => o));
        var end = (await device.Park(0, Reply(command))).Delivery!;
        Assert.Equal(CommandStatus.Successful, Assert.IsType<CommandEnd>(end.Content).Status);
    }

    [Fact]
    public async Task an_activation_lets_callers_wait_for_a_command_that_another_one_issued()
    {
        var (device, _, command) = await BehindAsync();
        Assert.NotNull((await UntilCurrentAsync(() => device.Park(0, Reply(command)), a => a.Outcome)).Silo);
    }

    [Fact]
    public async Task a_poll_that_comes_from_another_activation_is_given_the_command_that_was_issued_there()
    {
        var (device, owner, _) = await BehindAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        var again = Commands() with { IsAgain = true };
        Assert.Equal(1, Assert.Single(Content((await UntilCurrentAsync(() => device.Park(owner.CredentialsVersion, again), a => a.Outcome)).Delivery)).Id);
    }

    [Fact]
    public async Task an_activation_that_is_told_to_catch_up_gives_its_polls_the_command_that_another_one_issued()
    {
        var (device, owner, _) = await BehindAsync();
        var poll = Commands();
        Assert.NotNull((await device.Park(owner.CredentialsVersion, poll)).Silo);
        await device.CatchUp();
        Assert.Equal((poll.PollId, PollSignal.Repark), (await _gateway.NextAsync()) is var told ? (told.PollId, told.Signal) : default);
        Assert.Equal(1, Assert.Single(Content((await device.Park(owner.CredentialsVersion, poll)).Delivery)).Id);
    }

    [Fact]
    public async Task the_sweep_ends_commands_of_devices_that_sleep()
    {
        var (device, owner) = await CreateAsync();
        var number = await cluster.NumberAsync(owner.DeviceId);
        await cluster.CommitAsync(new CommandCreation(number, 1, New(persistent: true) with { ExpiresAt = Now - 1_000 }, CommandStatus.Queued));
        await cluster.Grains.GetGrain<ICommandSweeper>(0).Sweep();
        Assert.Equal(CommandStatus.Expired, (await cluster.Storage.FindAsync(number, (await device.ListCommands(Admin, new(new(10, 0), null))).Value!.Data[0].Command.Uuid, TestContext.Current.CancellationToken))!.Record.Status);
    }

    private static NewCommand New(bool persistent = false, int timeout = 60_000) => new(Guid.NewGuid(), Now, Now + timeout, false, persistent, null, "m", null, null);

    private static CommandReply Json(string json) => new(true, System.Text.Encoding.UTF8.GetBytes(json));

    private static DeviceCommand[] Content(PollDelivery? delivery) => Assert.IsType<DeviceCommands>(delivery!.Content).Commands;

    private static async Task IssueAsync(IDeviceGrain device, NewCommand command)
    {
        // The activation that was overtaken goes with its last call.
        Answer<ParkAnswer> answer;
        do
        {
            answer = await device.IssueCommand(Admin, command, null);
        }
        while (answer.Outcome == Outcome.Superseded);
        Assert.Equal((Outcome.Done, null), (answer.Outcome, answer.Reason));
    }

    /// <summary>A device whose activation does not know of a command that another one has issued.</summary>
    private async Task<(IDeviceGrain Device, TokenOwner Owner, NewCommand Command)> BehindAsync()
    {
        var (device, owner) = await CreateAsync();
        Assert.Equal(ParkAnswer.Nothing, await device.Park(owner.CredentialsVersion, Commands(remaining: 0)));
        var command = New();
        await cluster.CommitAsync(new CommandCreation(await cluster.NumberAsync(owner.DeviceId), 1, command, CommandStatus.Queued));
        return (device, owner, command);
    }

    /// <summary>Calls again while the activation that answers has been overtaken, as a gateway does; at least once.</summary>
    private static async Task<T> UntilCurrentAsync<T>(Func<Task<T>> call, Func<T, Outcome> outcome)
    {
        var answer = await call();
        Assert.Equal(Outcome.Superseded, outcome(answer));
        while (outcome(answer) == Outcome.Superseded)
            answer = await call();
        return answer;
    }

    private static async Task DeactivateAsync(IDeviceGrain device) => await device.AsReference<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle();

    private Poll Commands(long remaining = 60_000, int max = 1) => new(Interlocked.Increment(ref _polls), PollKind.Commands, _gateway.Reference, remaining, null, max);

    private Poll Reply(NewCommand command) => new(Interlocked.Increment(ref _polls), PollKind.Reply, _gateway.Reference, 60_000, Command: command.Uuid);

    private async Task<(IDeviceGrain Device, TokenOwner Owner)> CreateAsync()
    {
        var token = Guid.NewGuid().ToString("N");
        var fields = new DeviceFields("device-" + token, null, Guid.NewGuid(), null, null);
        var created = await cluster.Grains.GetGrain<IDeviceRegistry>(0).Create(Admin, Guid.NewGuid(), fields, new(CredentialsType.AccessToken, token, null));
        var owner = await cluster.Grains.GetGrain<ITokenResolver>(0).Resolve(token);
        return (cluster.Grains.GetGrain<IDeviceGrain>(created.Value!.Id), owner!);
    }
}
