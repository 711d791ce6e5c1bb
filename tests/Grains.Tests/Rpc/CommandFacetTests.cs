using Microsoft.Extensions.Time.Testing;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Rpc;

public sealed class CommandFacetTests
{
    private readonly PassingCommitter _committer = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PollsOfTest _polls = new();
    private readonly CommandFacet _facet;
    private long _due = long.MaxValue;
    private int _restarts;

    public CommandFacetTests() => _facet = new(
        CommandQueue.Load(7, QueueUnderTest.Rules, 0, [], 1), new CommitsOfTest(_committer), _polls, _time, due => _due = due, () => _restarts++);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public Task a_command_that_is_issued_twice_is_stored_once() => Turns.RunAsync(async () =>
    {
        _committer.Held = new();
        var command = New();
        var (first, again) = (_facet.IssueAsync(command), _facet.IssueAsync(command));
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        Assert.Equal((ChangeResult.Applied, ChangeResult.Applied), (await first, await again));
        Assert.Equal(ChangeResult.Applied, await _facet.IssueAsync(command));
        Assert.Single(_committer.Changes);
    });

    [Fact]
    public Task a_command_that_could_not_be_stored_may_be_issued_again() => Turns.RunAsync(async () =>
    {
        var command = New();
        _committer.Result = ChangeResult.Refused;
        Assert.Equal(ChangeResult.Refused, await _facet.IssueAsync(command));
        Assert.False(_facet.Holds(command.Uuid));
        _committer.Result = ChangeResult.Applied;
        Assert.Equal(ChangeResult.Applied, await _facet.IssueAsync(command));
    });

    [Fact]
    public Task a_command_that_is_late_on_arrival_is_stored_only_if_it_has_a_record() => Turns.RunAsync(async () =>
    {
        Assert.Equal(ChangeResult.Applied, await _facet.IssueAsync(New() with { ExpiresAt = Now }));
        Assert.Empty(_committer.Changes);
        Assert.Equal(ChangeResult.Applied, await _facet.IssueAsync(New() with { ExpiresAt = Now, Persistent = true }));
        Assert.Equal(CommandStatus.Expired, Assert.IsType<CommandCreation>(Assert.Single(_committer.Changes)).Status);
    });

    [Fact]
    public Task a_reply_is_answered_when_it_is_committed_and_a_repetition_with_it() => Turns.RunAsync(async () =>
    {
        await _facet.IssueAsync(New());
        _committer.Held = new();
        var first = _facet.ReplyAsync(1, Reply("1"));
        var again = _facet.ReplyAsync(1, Reply("2"));
        await Task.Yield();
        Assert.False(first.IsCompleted || again.IsCompleted);
        _committer.Held.Dequeue().SetResult(ChangeResult.Applied);
        Assert.Equal((ChangeResult.Applied, ChangeResult.Applied), (await first, await again));
        Assert.Equal(ChangeResult.Applied, await _facet.ReplyAsync(1, Reply("3")));
        Assert.Equal("1"u8.ToArray(), Assert.Single(_committer.Changes.OfType<CommandMove>()).Reply!.Json);
    });

    [Fact]
    public Task a_reply_that_the_committer_had_no_room_for_is_refused_and_taken_when_it_comes_again() => Turns.RunAsync(async () =>
    {
        await _facet.IssueAsync(New());
        _committer.Result = ChangeResult.Refused;
        Assert.Equal(ChangeResult.Refused, await _facet.ReplyAsync(1, Reply("1")));
        Assert.Equal(ChangeResult.Refused, await _facet.ReplyAsync(1, Reply("1")));
        _committer.Result = ChangeResult.Applied;
        _time.Advance(TimeSpan.FromMilliseconds(CommandRules.StoreAgain));
        _facet.Tick();
        Assert.Equal(ChangeResult.Applied, await _facet.ReplyAsync(1, Reply("1")));
    });

    [Fact]
    public Task replies_to_nothing_are_taken_and_store_nothing() => Turns.RunAsync(async () =>
    {
        Assert.Equal(ChangeResult.Applied, await _facet.ReplyAsync(99, Reply("1")));
        Assert.Empty(_committer.Changes);
    });

    [Fact]
    public Task a_command_goes_to_the_next_poll_when_the_first_is_no_more() => Turns.RunAsync(async () =>
    {
        _polls.Gone.Add(1);
        _facet.Park(new(1, Now + 60_000, 1));
        _facet.Park(new(2, Now + 60_000, 1));
        await _facet.IssueAsync(New());
        Assert.Equal(2, Assert.Single(_polls.Delivered).Poll);
    });

    /// <summary>A gateway that was taken for gone may live, and asks again.</summary>
    [Fact]
    public Task an_end_that_reaches_nobody_is_kept_for_a_caller_that_asks_again() => Turns.RunAsync(async () =>
    {
        var command = New();
        await _facet.IssueAsync(command);
        _polls.Gone.Add(9);
        _facet.Wait(command.Uuid, 9);
        await _facet.ReplyAsync(1, Reply("1"));
        _facet.Wait(command.Uuid, 10);
        var answer = Assert.Single(_polls.Delivered);
        Assert.Equal((10, CommandStatus.Successful), (answer.Poll, Assert.IsType<CommandEnd>(answer.Content).Status));
        _facet.Settle(answer.Lease, true);
        Assert.False(_facet.Holds(command.Uuid));
        Assert.IsType<CommandRemoval>(_committer.Changes[^1]);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task an_end_that_reaches_nobody_is_dropped_with_its_row_when_its_caller_leaves_or_its_time_is_over(bool leaves) => Turns.RunAsync(async () =>
    {
        var command = New();
        await _facet.IssueAsync(command);
        _polls.Gone.Add(9);
        _facet.Wait(command.Uuid, 9);
        await _facet.ReplyAsync(1, Reply("1"));
        if (leaves)
        {
            _facet.Leave(9);
        }
        else
        {
            _time.Advance(TimeSpan.FromMilliseconds(10_000 + CommandRules.Untaken));
            _facet.Tick();
        }
        Assert.False(_facet.Holds(command.Uuid));
        Assert.IsType<CommandRemoval>(_committer.Changes[^1]);
    });

    [Fact]
    public Task the_facet_asks_to_be_woken_at_the_expiry() => Turns.RunAsync(async () =>
    {
        var command = New();
        await _facet.IssueAsync(command);
        Assert.Equal(command.ExpiresAt, _due);
        _time.Advance(TimeSpan.FromMilliseconds(10_000));
        _facet.Tick();
        Assert.Equal(CommandStatus.Expired, Assert.IsType<CommandMove>(_committer.Changes[^1]).To);
    });

    [Fact]
    public Task a_full_queue_refuses_a_new_command_and_joins_a_known_one() => Turns.RunAsync(async () =>
    {
        var known = New();
        await _facet.IssueAsync(known);
        for (var i = 1; i < QueueUnderTest.Rules.MaxCommands; i++)
            await _facet.IssueAsync(New());
        Assert.Equal(ChangeResult.LimitExceeded, await _facet.IssueAsync(New()));
        Assert.Equal(ChangeResult.Applied, await _facet.IssueAsync(known));
    });

    [Fact]
    public Task a_change_that_matched_nothing_starts_the_device_anew() => Turns.RunAsync(async () =>
    {
        _committer.Result = ChangeResult.Unmatched;
        Assert.Equal(ChangeResult.Unmatched, await _facet.IssueAsync(New()));
        Assert.Equal(1, _restarts);
    });

    private NewCommand New() => new(Guid.NewGuid(), Now, Now + 10_000, false, false, null, "m", null, null);

    private static CommandReply Reply(string json) => new(true, System.Text.Encoding.UTF8.GetBytes(json));

    private sealed class CommitsOfTest(PassingCommitter committer) : ICommandCommits
    {
        public ValueTask<ChangeResult> CommitAsync(Change change, PendingCommand? command) => committer.CommitAsync(change);
    }

    private sealed class PollsOfTest : ICommandPolls
    {
        public HashSet<long> Gone { get; } = [];

        public List<(long Poll, long Lease, PollContent Content)> Delivered { get; } = [];

        public bool TryDeliver(long poll, long lease, PollContent content)
        {
            if (Gone.Contains(poll))
                return false;
            Delivered.Add((poll, lease, content));
            return true;
        }
    }
}
