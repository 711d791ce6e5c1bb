using System.Text;
using CsCheck;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Tests.Rpc;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task commands_are_loaded_with_their_device_in_the_order_of_issue()
    {
        var device = await CreateAsync();
        var first = Command() with { Method = "m\"ä😀", Params = "{\"a\":1.50}"u8.ToArray(), Retries = 3, AdditionalInfo = "{\"b\":2}"u8.ToArray(), OneWay = true };
        await CommitAppliedAsync(Creation(device, 4, first), Creation(device, 5, Command(persistent: true)), new CommandMove(device.Number, 5, CommandStatus.Delivered));
        await _storage.RestartAsync(abruptly: true);
        var loaded = await LoadAsync(device);
        Assert.Equal(5, loaded.State.LastRpc);
        Assert.Equal([(4, CommandStatus.Queued), (5, CommandStatus.Delivered)], loaded.Commands.Select(c => (c.Id, c.Record.Status)));
        AssertSame(first with { AdditionalInfo = null }, loaded.Commands[0].Record.Command);
        AssertSame(first, (await _storage.Commands.FindAsync(device.Number, first.Uuid, Cancellation))!.Record.Command);
    }

    [Fact]
    public async Task only_what_the_device_has_to_know_is_loaded_with_it()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(
            Creation(device, 1, Command(persistent: true)),
            Creation(device, 2, Command()),
            Creation(device, 3, Command(oneWay: true)),
            Creation(device, 4, Command(persistent: true, oneWay: true)),
            new CommandMove(device.Number, 1, CommandStatus.Successful, new(true, "1"u8.ToArray())),
            new CommandMove(device.Number, 2, CommandStatus.Successful, new(false, "\"x\""u8.ToArray())),
            new CommandMove(device.Number, 3, CommandStatus.Delivered),
            new CommandMove(device.Number, 4, CommandStatus.Delivered));
        var commands = (await LoadAsync(device)).Commands;
        Assert.Equal((int[])[2, 3], commands.Select(c => c.Id));
        Assert.Equal((false, "\"x\""), (commands[0].Record.Reply!.IsJson, Encoding.UTF8.GetString(commands[0].Record.Reply!.Json)));
    }

    [Fact]
    public async Task numbers_of_commands_are_never_given_again()
    {
        var device = await CreateAsync();
        var command = Command();
        await CommitAppliedAsync(Creation(device, 7, command), Creation(device, 7, command));
        Assert.Equal([ChangeResult.Unmatched, ChangeResult.Unmatched], await CommitAsync(Creation(device, 7, Command()), Creation(device, 6, Command())));
        await CommitAppliedAsync(new CommandRemoval(device.Number, command.Uuid));
        Assert.Equal([ChangeResult.Unmatched], await CommitAsync(Creation(device, 7, Command())));
        Assert.Equal(7, (await LoadAsync(device)).State.LastRpc);
    }

    [Fact]
    public async Task the_same_command_under_another_number_is_unmatched_and_uses_no_number_up()
    {
        var device = await CreateAsync();
        var command = Command(persistent: true);
        await CommitAppliedAsync(Creation(device, 1, command));
        Assert.Equal([ChangeResult.Unmatched, ChangeResult.Applied], await CommitAsync(Creation(device, 2, command), Creation(device, 2, Command())));
        Assert.Equal(1, (await _storage.Commands.FindAsync(device.Number, command.Uuid, Cancellation))!.Id);
    }

    [Fact]
    public async Task a_command_moves_only_while_it_is_open()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Creation(device, 1, Command()), Creation(device, 2, Command(oneWay: true)));
        var reply = new CommandReply(true, "1"u8.ToArray());
        var late = new CommandReply(true, "2"u8.ToArray());
        Assert.Equal(
            [ChangeResult.Applied, ChangeResult.Applied, ChangeResult.Applied, ChangeResult.Unmatched, ChangeResult.Unmatched],
            await CommitAsync(
                new CommandMove(device.Number, 1, CommandStatus.Delivered),
                new CommandMove(device.Number, 1, CommandStatus.Successful, reply),
                new CommandMove(device.Number, 1, CommandStatus.Successful, late),
                new CommandMove(device.Number, 1, CommandStatus.Expired),
                new CommandMove(device.Number, 1, CommandStatus.Delivered)));
        Assert.Equal(
            [ChangeResult.Applied, ChangeResult.Unmatched, ChangeResult.Unmatched],
            await CommitAsync(
                new CommandMove(device.Number, 2, CommandStatus.Delivered),
                new CommandMove(device.Number, 2, CommandStatus.Expired),
                new CommandMove(device.Number, 3, CommandStatus.Expired)));
        Assert.Equal(reply.Json, (await LoadAsync(device)).Commands[0].Record.Reply!.Json);
    }

    [Fact]
    public async Task commands_of_a_device_that_is_gone_are_gone_and_unmatched()
    {
        var device = await CreateAsync();
        var command = Command(persistent: true);
        await CommitAppliedAsync(Creation(device, 1, command));
        Assert.Equal(device.Info.Id, await _storage.Commands.FindDeviceAsync(command.Uuid, Cancellation));
        await _storage.Devices.DeleteAsync(device.Info.Id, Cancellation);
        Assert.Null(await _storage.Commands.FindDeviceAsync(command.Uuid, Cancellation));
        Assert.Equal([ChangeResult.Unmatched, ChangeResult.Unmatched], await CommitAsync(new CommandMove(device.Number, 1, CommandStatus.Expired), Creation(device, 2, Command())));
    }

    [Fact]
    public async Task only_persistent_commands_are_found_and_listed()
    {
        var device = await CreateAsync();
        var (kept, passing) = (Command(persistent: true), Command());
        await CommitAppliedAsync(Creation(device, 1, kept), Creation(device, 2, passing));
        Assert.Null(await _storage.Commands.FindDeviceAsync(passing.Uuid, Cancellation));
        Assert.Null(await _storage.Commands.FindDeviceAsync(Guid.NewGuid(), Cancellation));
        Assert.Equal((int[])[1], await IdsAsync(device, null));
    }

    [Fact]
    public async Task records_are_listed_by_the_status_that_shows()
    {
        var (device, other) = (await CreateAsync(), await CreateAsync());
        await CommitAppliedAsync(
            Creation(device, 1, Command(persistent: true)),
            Creation(device, 2, Command(persistent: true)),
            Creation(device, 3, Command(persistent: true)),
            Creation(device, 4, Command(persistent: true) with { ExpiresAt = 5_000 }),
            Creation(device, 5, Command(persistent: true, oneWay: true) with { ExpiresAt = 5_000 }),
            Creation(other, 1, Command(persistent: true)),
            new CommandMove(device.Number, 3, CommandStatus.Delivered),
            new CommandMove(device.Number, 5, CommandStatus.Delivered));
        Assert.Equal((int[])[1, 2, 3, 4, 5], await IdsAsync(device, null));
        Assert.Equal((int[])[1, 4], await IdsAsync(device, CommandStatus.Queued, now: 4_999, sent: 2));
        Assert.Equal((int[])[2], await IdsAsync(device, CommandStatus.Sent, now: 4_999, sent: 2));
        Assert.Equal((int[])[3, 5], await IdsAsync(device, CommandStatus.Delivered, now: 5_000));
        Assert.Equal((int[])[4], await IdsAsync(device, CommandStatus.Expired, now: 5_000));
        Assert.Empty(await IdsAsync(device, CommandStatus.Failed));
    }

    [Fact]
    public async Task records_come_in_pages_sorted_as_asked()
    {
        var device = await CreateAsync();
        for (var id = 1; id <= 3; id++)
            await CommitAppliedAsync(Creation(device, id, Command(persistent: true) with { Created = 10 - id, ExpiresAt = 100 + id }));
        Assert.Equal((int[])[3, 2], await ListAsync(new(2, 0)));
        Assert.Equal((int[])[1], await ListAsync(new(2, 1)));
        Assert.Equal((int[])[3, 2, 1], await ListAsync(new(10, 0, SortProperty: "createdTime")));
        Assert.Equal((int[])[3, 2, 1], await ListAsync(new(10, 0, SortProperty: "expirationTime", Descending: true)));
        Refused(Outcome.Invalid, "Unknown sort property 'color'", await _storage.Commands.ListAsync(device.Number, new(new(10, 0, SortProperty: "color"), null), [], 0, Cancellation));

        async Task<int[]> ListAsync(PageQuery page)
        {
            var answer = Done(await _storage.Commands.ListAsync(device.Number, new(page, null), [], 0, Cancellation));
            Assert.Equal(3, answer.TotalElements);
            return [.. answer.Data.Select(c => c.Id)];
        }
    }

    [Fact]
    public async Task commands_whose_time_is_over_are_ended_a_slice_at_a_time()
    {
        var (device, other) = (await CreateAsync(), await CreateAsync());
        await CommitAppliedAsync(
            Creation(device, 1, Command() with { ExpiresAt = 10 }),
            Creation(device, 2, Command() with { ExpiresAt = 11 }),
            Creation(device, 3, Command(oneWay: true) with { ExpiresAt = 12 }),
            Creation(other, 1, Command(persistent: true) with { ExpiresAt = 13 }),
            Creation(other, 2, Command() with { ExpiresAt = 14 }),
            new CommandMove(device.Number, 1, CommandStatus.Delivered),
            new CommandMove(device.Number, 3, CommandStatus.Delivered),
            new CommandMove(other.Number, 1, CommandStatus.Delivered));
        Assert.Equal(2, await _storage.Commands.ExpireAsync(14, 2, Cancellation));
        Assert.Equal(1, await _storage.Commands.ExpireAsync(14, 2, Cancellation));
        Assert.Equal(0, await _storage.Commands.ExpireAsync(14, 2, Cancellation));
        Assert.Equal([(1, CommandStatus.Timeout), (2, CommandStatus.Expired), (3, CommandStatus.Delivered)], await StatusesAsync(device));
        Assert.Equal([(2, CommandStatus.Queued)], await StatusesAsync(other));
        Assert.Equal((int[])[1], await IdsAsync(other, CommandStatus.Expired));
        // Whoever ends it as well finds it done.
        await CommitAppliedAsync(new CommandMove(device.Number, 2, CommandStatus.Expired));
    }

    [Fact]
    public async Task ends_nobody_took_and_old_records_are_pruned_and_open_commands_never()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(
            Creation(device, 1, Command() with { ExpiresAt = 10 }),
            Creation(device, 2, Command() with { ExpiresAt = 10 }),
            Creation(device, 3, Command(persistent: true) with { Created = 5, ExpiresAt = 10 }),
            Creation(device, 4, Command(persistent: true) with { Created = 5, ExpiresAt = 10 }),
            Creation(device, 5, Command(persistent: true) with { Created = 6, ExpiresAt = 10 }),
            new CommandMove(device.Number, 1, CommandStatus.Expired),
            new CommandMove(device.Number, 3, CommandStatus.Expired),
            new CommandMove(device.Number, 5, CommandStatus.Expired));
        Assert.Equal(0, await _storage.Commands.PruneAsync(10, null, 10, Cancellation));
        Assert.Equal(1, await _storage.Commands.PruneAsync(11, null, 10, Cancellation));
        Assert.Equal((int[])[2, 4], (await LoadAsync(device)).Commands.Select(c => c.Id));
        Assert.Equal((int[])[3, 4, 5], await IdsAsync(device, null));
        Assert.Equal(1, await _storage.Commands.PruneAsync(11, 6, 10, Cancellation));
        Assert.Equal((int[])[4, 5], await IdsAsync(device, null));
    }

    [Fact]
    public async Task rows_of_commands_move_as_the_model_says()
    {
        var uuids = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToArray();
        var creation = Gen.Select(Gen.Int[1, 6], Gen.Int[0, 3], Gen.Bool, Gen.Bool, (id, uuid, oneWay, persistent) => (Func<long, int, Change>)((device, round) =>
            new CommandCreation(device, id, Command(persistent, oneWay) with { Uuid = new(round, 0, 0, uuids[uuid].ToByteArray()[8..]) }, CommandStatus.Queued)));
        var move = Gen.Select(Gen.Int[1, 6], Gen.Int[3, 6], (id, status) => (Func<long, int, Change>)((device, _) =>
            new CommandMove(device, id, (CommandStatus)status, status == 4 ? new(true, [(byte)'0']) : null)));
        var removal = Gen.Int[0, 3].Select(uuid => (Func<long, int, Change>)((device, round) => new CommandRemoval(device, new(round, 0, 0, uuids[uuid].ToByteArray()[8..]))));
        var round = 0;
        await Gen.Frequency((3, creation), (4, move), (1, removal)).Array[1, 6].Array[1, 8].SampleAsync(
            async batches =>
            {
                var device = await CreateAsync();
                var model = new CommandTable();
                var number = ++round;
                foreach (var batch in batches)
                {
                    Change[] changes = [.. batch.Select(make => make(device.Number, number))];
                    var expected = changes.Select(model.Apply).ToArray();
                    Assert.Equal(expected, await CommitAsync(changes));
                }
                var loaded = await LoadAsync(device);
                Assert.Equal(model.LastId, loaded.State.LastRpc);
                Assert.Equal(model.Pending.Select(Text), loaded.Commands.Select(Text));
                Assert.Equal(model.Rows.Where(r => r.Value.Command.Persistent).Select(r => r.Key), await IdsAsync(device, null));
            },
            iter: 100,
            threads: 1);

        static string Text(StoredCommand c) => $"{c.Id} {c.Record.Command.Uuid} {c.Record.Status} {c.Record.Reply is not null}";
    }

    [Fact]
    public async Task what_is_told_of_a_command_is_stored_if_its_change_is()
    {
        var device = await CreateAsync();
        var command = Command(persistent: true);
        var results = await CommitAsync(
            Creation(device, 1, command) with { Outbox = Entry(1) },
            Creation(device, 1, Command()) with { Outbox = Entry(2) },
            new CommandMove(device.Number, 1, CommandStatus.Delivered) { Outbox = Entry(3, "{}") },
            new CommandMove(device.Number, 1, CommandStatus.Successful, new(true, "1"u8.ToArray())) { Outbox = Entry(4) },
            new CommandMove(device.Number, 1, CommandStatus.Expired) { Outbox = Entry(5) },
            new CommandMove(device.Number, 9, CommandStatus.Expired) { Outbox = Entry(6) },
            Creation(device, 2, Command()),
            new CommandRemoval(device.Number, command.Uuid) { Outbox = Entry(7) });
        ChangeResult[] expected = [.. "AUAAUUAA".Select(c => c == 'A' ? ChangeResult.Applied : ChangeResult.Unmatched)];
        Assert.Equal(expected, results);
        var taken = await _storage.Outbox.ReadAsync(device.Number, 0, 10, Cancellation);
        Assert.Equal([(1L, null), (3L, "{}"), (4L, null), (7L, (string?)null)], taken.Select(t => (t.Entry.Seq, Text(t.Entry.Metadata))));
        Assert.Equal(2, (await LoadAsync(device)).State.LastRpc);
    }

    [Fact]
    public async Task devices_whose_persistent_commands_are_over_are_found()
    {
        var (due, late, other) = (await CreateAsync(), await CreateAsync(), await CreateAsync());
        await CommitAppliedAsync(
            Creation(due, 1, Command(persistent: true) with { ExpiresAt = 10 }),
            Creation(due, 2, Command(persistent: true) with { ExpiresAt = 11 }),
            Creation(late, 1, Command(persistent: true) with { ExpiresAt = 12 }),
            Creation(other, 1, Command() with { ExpiresAt = 10 }),
            Creation(other, 2, Command(persistent: true) with { ExpiresAt = 10 }),
            new CommandMove(other.Number, 2, CommandStatus.Expired));
        Assert.Equal([(due.Info.Id, due.Info.Fields.ProfileId)], await _storage.Commands.FindDueAsync(12, 10, Cancellation));
        Assert.Equal(2, (await _storage.Commands.FindDueAsync(13, 10, Cancellation)).Length);
    }

    private static NewCommand Command(bool persistent = false, bool oneWay = false) => new(Guid.NewGuid(), 1_000, 60_000, oneWay, persistent, null, "m", null, null);

    private static CommandCreation Creation(DeviceRecord device, int id, NewCommand command) => new(device.Number, id, command, CommandStatus.Queued);

    private async Task<int[]> IdsAsync(DeviceRecord device, CommandStatus? status, long now = 0, params int[] sent)
    {
        var page = Done(await _storage.Commands.ListAsync(device.Number, new(new(100, 0, SortProperty: "expirationTime"), status), sent, now, Cancellation));
        Assert.Equal(page.Data.Count, page.TotalElements);
        return [.. page.Data.Select(c => c.Id).Order()];
    }

    private async Task<(int, CommandStatus)[]> StatusesAsync(DeviceRecord device) => [.. (await LoadAsync(device)).Commands.Select(c => (c.Id, c.Record.Status))];

    private static void AssertSame(NewCommand expected, NewCommand actual)
    {
        Assert.Equal(expected.Params, actual.Params);
        Assert.Equal(expected.AdditionalInfo, actual.AdditionalInfo);
        Assert.Equal(expected with { Params = null, AdditionalInfo = null }, actual with { Params = null, AdditionalInfo = null });
    }
}
