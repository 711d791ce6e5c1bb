using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Rpc;

/// <summary>Who gets which command, and when again.</summary>
public sealed class CommandOfferTests
{
    private readonly QueueUnderTest _test = new();

    [Fact]
    public void a_command_is_offered_only_when_its_row_is_committed()
    {
        _test.Park();
        _test.Issue();
        Assert.Single(_test.Delivered);

        _test.Park();
        var second = _test.Queue.LastId + 1;
        Issue(ChangeResult.Refused);
        Assert.Single(_test.Delivered);
        Issue(ChangeResult.Applied);
        Assert.Equal(second + 1, Assert.Single(_test.Delivered[^1].Commands).Id);

        void Issue(ChangeResult result)
        {
            var (queue, effects) = _test.Queue.Create(_test.New(), _test.Now);
            Assert.DoesNotContain(effects, e => e is CommandEffect.Deliver);
            _test.Apply((queue, effects));
            _test.StoreNext(result);
        }
    }

    [Fact]
    public void a_command_goes_to_exactly_one_poll_the_one_that_has_waited_longest()
    {
        var (first, second) = (_test.Park(), _test.Park());
        _test.Issue();
        Assert.Equal(first, Assert.Single(_test.Delivered).Poll);
        _test.Issue();
        Assert.Equal(second, _test.Delivered[1].Poll);
        Assert.NotEqual(_test.Delivered[0].Commands[0].Id, _test.Delivered[1].Commands[0].Id);
    }

    [Fact]
    public void a_poll_that_has_left_or_is_over_gets_nothing()
    {
        _test.Leave(_test.Park());
        _test.Park(timeout: 1_000);
        _test.After(1_000);
        _test.Issue();
        Assert.Empty(_test.Delivered);
        Assert.Empty(_test.Queue.Polls);
    }

    [Fact]
    public void waiting_commands_come_in_the_order_of_issue()
    {
        int[] issued = [_test.Issue(), _test.Issue(oneWay: true), _test.Issue()];
        Assert.Equal(issued, (int[])[.. _test.Fetch(), .. _test.Fetch(), .. _test.Fetch()]);
        Assert.Equal(issued.Order(), issued);
    }

    [Fact]
    public void a_command_waits_for_an_older_one_whose_row_is_on_its_way()
    {
        _test.Park(max: 5);
        foreach (var _ in "ab")
            _test.Apply(_test.Queue.Create(_test.New(), _test.Now));
        _test.StoreNext();
        _test.StoreNext();
        Assert.Equal(1, Assert.Single(_test.Delivered).Commands[0].Id);
    }

    [Fact]
    public void one_poll_takes_as_many_as_it_asks_for()
    {
        for (var i = 0; i < 5; i++)
            _test.Issue();
        Assert.Equal([1, 2, 3], _test.Fetch(max: 3));
        Assert.Equal([4, 5], _test.Fetch(max: 3));
    }

    [Fact]
    public void a_delivered_command_is_offered_again_after_the_redelivery_delay_and_only_then()
    {
        var id = _test.Issue();
        Assert.Equal([id], _test.Fetch());
        _test.Park();
        _test.After(QueueUnderTest.Rules.Redelivery - 1);
        Assert.Single(_test.Delivered);
        Assert.Equal(_test.Now + 1, _test.Queue.Due);
        _test.After(1);
        Assert.Equal(id, Assert.Single(_test.Delivered[^1].Commands).Id);
    }

    [Fact]
    public void an_unanswered_command_never_blocks_a_younger_undelivered_one()
    {
        _test.Issue();
        _test.Fetch();
        _test.After(QueueUnderTest.Rules.Redelivery);
        var younger = _test.Issue();
        Assert.Equal([younger], _test.Fetch());
        Assert.Equal([1], _test.Fetch());
    }

    [Fact]
    public void a_broken_connection_offers_its_commands_again_at_once()
    {
        var id = _test.Issue();
        _test.Park();
        _test.Dropped(_test.Delivered[0].Lease);
        Assert.Equal([id], _test.Fetch());
        Assert.True(_test.Queue.Commands[id].IsDelivered);
        // Reported as written, and broken before the device's next request.
        _test.Dropped(_test.Delivered[1].Lease);
        Assert.Equal([id], _test.Fetch());
    }

    [Fact]
    public void a_lease_that_nobody_settles_ends_and_the_command_is_offered_again()
    {
        var id = _test.Issue();
        _test.Park();
        _test.Park();
        Assert.Equal(CommandStatus.Sent, _test.Queue.Commands[id].Status);
        _test.After(QueueUnderTest.Rules.Lease - 1);
        Assert.Single(_test.Delivered);
        _test.After(1);
        Assert.Equal(2, _test.Delivered.Count);
        // The late word of the first gateway changes nothing: the command is in other hands.
        _test.Written(_test.Delivered[0].Lease);
        Assert.False(_test.Queue.Commands[id].IsDelivered);
    }

    [Fact]
    public void a_poll_that_leaves_drops_what_is_on_its_way_to_it()
    {
        var id = _test.Issue();
        _test.Leave(_test.Park());
        Assert.Equal([id], _test.Fetch());
        var caller = _test.Wait(id);
        _test.Reply(id);
        _test.StoreAll();
        _test.Leave(caller);
        Assert.Empty(_test.Queue.Commands);
    }

    [Fact]
    public void a_poll_that_parks_again_is_one_poll_at_the_end()
    {
        var poll = _test.Park();
        var other = _test.Park();
        _test.Apply(_test.Queue.Park(new(poll, _test.Now + 60_000, 1), _test.Now));
        _test.Issue();
        _test.Issue();
        _test.Issue();
        Assert.Equal((long[])[other, poll], _test.Delivered.Select(d => d.Poll));
    }

    [Fact]
    public void bytes_that_were_written_count_although_the_word_comes_after_the_lease()
    {
        var id = _test.Issue();
        _test.Park();
        _test.After(QueueUnderTest.Rules.Lease);
        _test.Written(_test.Delivered[0].Lease);
        Assert.Equal(CommandStatus.Delivered, _test.Queue.Commands[id].Status);
    }

    [Fact]
    public void retries_bound_how_often_an_unanswered_command_is_offered_again()
    {
        var id = _test.Issue(retries: 1);
        Assert.Equal([id], _test.Fetch());
        _test.After(QueueUnderTest.Rules.Redelivery);
        Assert.Equal([id], _test.Fetch());
        _test.After(QueueUnderTest.Rules.Redelivery);
        Assert.Empty(_test.Fetch());
        _test.Reply(id);
        Assert.Equal(CommandStatus.Successful, _test.Queue.Commands[id].End!.Status);
    }

    [Fact]
    public void broken_connections_do_not_count_as_retries()
    {
        var id = _test.Issue(retries: 0);
        for (var i = 0; i < 3; i++)
        {
            _test.Park();
            _test.Dropped(_test.Delivered[^1].Lease);
        }
        Assert.Equal([id], _test.Fetch());
        _test.Dropped(_test.Delivered[^1].Lease);
        Assert.Equal([id], _test.Fetch());
        _test.After(QueueUnderTest.Rules.Redelivery);
        Assert.Empty(_test.Fetch());
    }

    [Fact]
    public void after_a_restart_every_open_command_is_armed_again_whatever_its_status()
    {
        StoredCommand Row(int id, CommandStatus status) => new(id, new(_test.New(), status, null));
        _test.Load(9, Row(3, CommandStatus.Delivered), Row(5, CommandStatus.Queued));
        Assert.Equal(10, _test.Issue());
        Assert.Equal((int[])[5, 10, 3], (int[])[.. _test.Fetch(), .. _test.Fetch(), .. _test.Fetch()]);
    }
}
