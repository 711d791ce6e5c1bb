using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Rpc;

/// <summary>How commands end, and who hears of it.</summary>
public sealed class CommandEndTests
{
    private readonly QueueUnderTest _test = new();

    [Fact]
    public void a_one_way_command_is_done_when_its_bytes_were_written_to_a_connection_that_did_not_break_and_that_is_committed()
    {
        var id = _test.Issue(oneWay: true);
        var caller = _test.Wait(id);
        _test.Fetch();
        _test.After(CommandRules.Confirmation - 1);
        Assert.Empty(_test.Stores);
        _test.After(1);
        Assert.Empty(_test.Answered);
        Assert.Equal(new CommandMove(7, id, CommandStatus.Delivered), Assert.Single(_test.Stores));
        _test.StoreNext();
        Assert.Equal((caller, CommandStatus.Delivered), (_test.Answered[0].Poll, _test.Answered[0].End.Status));
    }

    [Fact]
    public void a_one_way_command_whose_connection_broke_just_after_is_offered_again()
    {
        var id = _test.Issue(oneWay: true);
        _test.Fetch();
        _test.After(CommandRules.Confirmation - 1);
        _test.Dropped(_test.Delivered[0].Lease);
        _test.After(1);
        Assert.Empty(_test.Stores);
        Assert.Equal([id], _test.Fetch());
    }

    [Fact]
    public void a_one_way_command_whose_time_ends_while_its_connection_breaks_was_not_delivered()
    {
        var id = _test.Issue(oneWay: true, timeout: 1_000);
        _test.After(980);
        _test.Fetch();
        _test.After(CommandRules.Confirmation / 2);
        Assert.Empty(_test.Stores);
        _test.Dropped(_test.Delivered[0].Lease);
        Assert.Equal(CommandStatus.Expired, Assert.IsType<CommandMove>(Assert.Single(_test.Stores)).To);
        Assert.Equal(id, Assert.Single(_test.Queue.Commands.Keys));
    }

    [Fact]
    public void a_one_way_command_whose_time_ends_after_its_bytes_were_written_was_delivered()
    {
        _test.Issue(oneWay: true, timeout: 1_000);
        _test.After(980);
        _test.Fetch();
        _test.After(CommandRules.Confirmation);
        Assert.Equal(CommandStatus.Delivered, Assert.IsType<CommandMove>(Assert.Single(_test.Stores)).To);
    }

    [Fact]
    public void the_caller_hears_of_a_reply_when_it_is_committed()
    {
        var id = _test.Issue();
        _test.Wait(id);
        _test.Fetch();
        _test.StoreAll();
        _test.Reply(id, "{}");
        Assert.Empty(_test.Answered);
        _test.StoreNext();
        Assert.Equal("{}"u8.ToArray(), Assert.Single(_test.Answered).End.Reply!.Json);
    }

    [Fact]
    public void a_reply_before_any_poll_counts()
    {
        var id = _test.Issue();
        _test.Reply(id);
        Assert.Equal(CommandStatus.Successful, Assert.IsType<CommandMove>(Assert.Single(_test.Stores)).To);
        Assert.Empty(_test.Fetch());
    }

    [Fact]
    public void an_answered_command_never_comes_back()
    {
        var id = _test.Issue();
        _test.Fetch();
        _test.Park();
        _test.Reply(id);
        _test.Dropped(_test.Delivered[0].Lease);
        _test.After(QueueUnderTest.Rules.Redelivery);
        _test.StoreAll();
        _test.After(QueueUnderTest.Rules.Redelivery);
        Assert.Single(_test.Delivered);
    }

    [Fact]
    public void the_first_reply_counts_and_others_change_nothing()
    {
        var id = _test.Issue();
        _test.Reply(id, "1");
        _test.Reply(id, "2");
        Assert.Single(_test.Stores);
        _test.StoreAll();
        _test.Reply(id, "3");
        _test.Reply(id + 1, "4");
        Assert.Empty(_test.Stores);
        _test.Reply(_test.Issue(oneWay: true), "5");
        Assert.Empty(_test.Stores);
    }

    [Theory]
    [InlineData(false, false, false, CommandStatus.Expired)]
    [InlineData(false, false, true, CommandStatus.Timeout)]
    [InlineData(false, true, false, CommandStatus.Expired)]
    [InlineData(true, false, false, CommandStatus.Expired)]
    [InlineData(true, false, true, CommandStatus.Expired)]
    public void a_command_ends_at_its_expiry_and_not_before(bool persistent, bool oneWay, bool delivered, CommandStatus end)
    {
        var id = _test.Issue(oneWay, persistent, timeout: 6_000);
        if (delivered)
            _test.Fetch();
        _test.After(CommandRules.Unrecorded);
        _test.StoreAll();
        _test.After(5_999 - CommandRules.Unrecorded);
        Assert.Empty(_test.Stores);
        Assert.Equal(_test.Now + 1, _test.Queue.Due);
        _test.After(1);
        Assert.Equal(new CommandMove(7, id, end), Assert.Single(_test.Stores));
        Assert.Empty(_test.Fetch());
    }

    [Fact]
    public void a_reply_at_the_expiry_is_too_late()
    {
        var id = _test.Issue(timeout: 5_000);
        _test.Now += 5_000;
        _test.Reply(id);
        Assert.Equal(CommandStatus.Expired, Assert.IsType<CommandMove>(Assert.Single(_test.Stores)).To);
    }

    [Fact]
    public void a_persistent_command_that_is_late_on_arrival_gets_a_row_that_says_so_and_is_never_offered()
    {
        _test.Issue(persistent: true, timeout: -1);
        Assert.Empty(_test.Queue.Commands);
        Assert.Empty(_test.Fetch());
        var (_, effects) = _test.Queue.Create(_test.New(persistent: true, timeout: 0), _test.Now);
        Assert.Equal(CommandStatus.Expired, Assert.IsType<CommandCreation>(Assert.IsType<CommandEffect.Store>(Assert.Single(effects)).Change).Status);
    }

    [Fact]
    public void a_caller_that_asks_after_the_end_gets_it()
    {
        var id = _test.Issue();
        _test.Reply(id);
        _test.StoreAll();
        var caller = _test.Wait(id);
        Assert.Equal(caller, Assert.Single(_test.Answered).Poll);
    }

    [Fact]
    public void the_row_of_an_end_goes_when_the_caller_has_taken_it()
    {
        var id = _test.Issue();
        _test.Wait(id);
        _test.Reply(id);
        _test.StoreAll();
        Assert.True(_test.Queue.Commands.ContainsKey(id));
        _test.Written(Assert.Single(_test.Answered).Lease);
        Assert.IsType<CommandRemoval>(Assert.Single(_test.Stores));
        Assert.Empty(_test.Queue.Commands);
    }

    [Fact]
    public void an_end_that_nobody_takes_waits_for_a_minute_after_the_expiry()
    {
        var id = _test.Issue(timeout: 10_000);
        _test.Reply(id);
        _test.StoreAll();
        _test.After(10_000 + CommandRules.Untaken - 1);
        _test.Wait(id);
        _test.After(1);
        Assert.IsType<CommandRemoval>(Assert.Single(_test.Stores));
        Assert.Empty(_test.Queue.Commands);
    }

    [Fact]
    public void a_command_whose_caller_left_runs_on_and_leaves_nothing()
    {
        var id = _test.Issue();
        _test.Leave(_test.Wait(id));
        Assert.Equal([id], _test.Fetch());
        _test.StoreAll();
        _test.Reply(id);
        _test.StoreAll();
        Assert.Empty(_test.Queue.Commands);
        Assert.Empty(_test.Answered);
    }

    [Fact]
    public void a_caller_that_comes_back_is_answered()
    {
        var id = _test.Issue();
        _test.Leave(_test.Wait(id));
        var again = _test.Wait(id);
        _test.Reply(id);
        _test.StoreAll();
        Assert.Equal(again, Assert.Single(_test.Answered).Poll);
    }

    [Fact]
    public void a_deleted_record_withdraws_its_command()
    {
        var id = _test.Issue(persistent: true);
        var uuid = _test.Queue.Commands[id].Uuid;
        _test.Apply(_test.Queue.Delete(uuid, _test.Now));
        Assert.Empty(_test.Fetch());
        _test.StoreNext();
        Assert.Empty(_test.Queue.Commands);
    }

    [Fact]
    public void a_deletion_that_was_refused_leaves_the_command_as_it_was()
    {
        var id = _test.Issue(persistent: true);
        _test.Apply(_test.Queue.Delete(_test.Queue.Commands[id].Uuid, _test.Now));
        _test.StoreNext(ChangeResult.Refused);
        Assert.Equal([id], _test.Fetch());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void an_end_that_the_committer_had_no_room_for_is_stored_later_and_the_command_not_offered_meanwhile(bool oneWay)
    {
        var id = _test.Issue(oneWay);
        _test.Wait(id);
        _test.Fetch();
        if (oneWay)
        {
            _test.After(CommandRules.Confirmation);
        }
        else
        {
            _test.StoreAll();
            _test.Reply(id);
        }
        _test.StoreNext(ChangeResult.Refused);
        Assert.Empty(_test.Fetch());
        _test.After(CommandRules.StoreAgain);
        _test.StoreNext();
        Assert.Single(_test.Answered);
    }

    [Fact]
    public void a_delivery_that_the_committer_had_no_room_for_is_stored_later()
    {
        var id = _test.Issue(persistent: true);
        _test.Fetch();
        _test.StoreNext(ChangeResult.Refused);
        _test.After(CommandRules.StoreAgain);
        Assert.Equal(new CommandMove(7, id, CommandStatus.Delivered), Assert.Single(_test.Stores));
    }

    [Fact]
    public void a_reply_that_comes_soon_is_the_only_change_that_a_delivered_command_costs()
    {
        var id = _test.Issue();
        _test.Fetch();
        _test.After(CommandRules.Unrecorded - 1);
        _test.Reply(id);
        Assert.Equal(CommandStatus.Successful, Assert.IsType<CommandMove>(Assert.Single(_test.Stores)).To);
        _test.StoreAll();
        _test.After(1);
        Assert.Empty(_test.Stores);
    }

    [Theory]
    [InlineData(false, CommandRules.Unrecorded)]
    [InlineData(true, 0)]
    public void the_delivery_of_a_command_that_can_be_looked_up_is_recorded_at_once_and_any_other_when_no_reply_comes_soon(bool persistent, int after)
    {
        var id = _test.Issue(persistent: persistent);
        _test.Fetch();
        _test.After(after);
        Assert.Equal(new CommandMove(7, id, CommandStatus.Delivered), Assert.Single(_test.Stores));
        _test.StoreAll();
        _test.After(CommandRules.StoreAgain);
        Assert.Empty(_test.Stores);
    }

    [Theory]
    [InlineData(ChangeResult.Unmatched)]
    [InlineData(ChangeResult.Failed)]
    public void a_change_of_unknown_end_starts_the_device_anew(ChangeResult result)
    {
        var id = _test.Issue();
        _test.Reply(id);
        _test.StoreNext(result);
        Assert.Equal(1, _test.Restarts);
        Assert.Empty(_test.Answered);
    }

    [Fact]
    public void the_queue_is_bounded_by_number_and_by_bytes()
    {
        for (var i = 0; i < QueueUnderTest.Rules.MaxCommands; i++)
            _test.Issue();
        Assert.False(_test.Queue.HasRoomFor(_test.New()));
        _test.Reply(1);
        _test.StoreAll();
        Assert.True(_test.Queue.HasRoomFor(_test.New()));
        Assert.False(_test.Queue.HasRoomFor(_test.New() with { Params = new byte[QueueUnderTest.Rules.MaxBytes] }));
        Assert.True(new QueueUnderTest().Queue.HasRoomFor(_test.New() with { Params = new byte[QueueUnderTest.Rules.MaxBytes + 1] }));
    }
}
