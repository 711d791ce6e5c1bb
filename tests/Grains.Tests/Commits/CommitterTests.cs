using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Commits;

public sealed class CommitterTests
{
    private readonly ScriptedCommitStore _store = new();
    private readonly WatchedTime _time = new();

    [Fact]
    public async Task nobody_is_answered_before_the_commit_returns()
    {
        await using var committer = Create();
        var answer = committer.CommitAsync(Change(1)).AsTask();
        var (_, end) = await _store.NextAsync();
        Assert.False(answer.IsCompleted);
        end.SetResult();
        Assert.Equal(ChangeResult.Applied, await answer);
    }

    [Fact]
    public async Task what_arrives_during_a_commit_goes_into_the_next_one_together_and_in_order()
    {
        await using var committer = Create();
        var first = committer.CommitAsync(Change(0)).AsTask();
        var (_, end) = await _store.NextAsync();
        var later = Enumerable.Range(1, 5).Select(n => committer.CommitAsync(Change(n)).AsTask()).ToArray();
        end.SetResult();
        var batch = await _store.LetNextPassAsync();
        Assert.Equal([1L, 2, 3, 4, 5], batch.Select(c => c.Device));
        await Task.WhenAll([first, .. later]);
    }

    [Fact]
    public async Task a_patient_change_goes_with_the_next_transaction()
    {
        await using var committer = Create();
        var patient = committer.CommitAsync(new CommandRemoval(2, Guid.NewGuid())).AsTask();
        var other = committer.CommitAsync(Change(1)).AsTask();
        Assert.Equal([1L, 2], (await _store.LetNextPassAsync()).Select(c => c.Device));
        await Task.WhenAll(patient, other);
        Assert.Equal(0, committer.Waiting);
    }

    [Fact]
    public async Task a_patient_change_is_committed_alone_when_no_other_comes()
    {
        await using var committer = Create();
        var patient = committer.CommitAsync(new CommandRemoval(2, Guid.NewGuid())).AsTask();
        await _time.AdvanceOnceSomebodyWaitsAsync(CommitLane.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(patient.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(await _store.LetNextPassAsync());
        Assert.Equal(ChangeResult.Applied, await patient);
    }

    [Fact]
    public async Task what_is_patient_is_committed_before_the_committer_ends()
    {
        var committer = Create();
        var patient = committer.CommitAsync(new CommandRemoval(2, Guid.NewGuid())).AsTask();
        var ending = committer.DisposeAsync();
        Assert.Single(await _store.LetNextPassAsync());
        await ending;
        Assert.Equal(ChangeResult.Applied, await patient);
    }

    [Fact]
    public async Task a_full_queue_refuses_at_once_and_takes_again_when_it_has_drained()
    {
        await using var committer = Create(new() { MaxChanges = 2 });
        var first = committer.CommitAsync(Change(1)).AsTask();
        var (_, end) = await _store.NextAsync();
        var second = committer.CommitAsync(Change(2)).AsTask();
        Assert.Equal(ChangeResult.Refused, await committer.CommitAsync(Change(3)));
        end.SetResult();
        await first;
        await _store.LetNextPassAsync();
        Assert.Equal(ChangeResult.Applied, await second);
        var again = committer.CommitAsync(Change(4)).AsTask();
        await _store.LetNextPassAsync();
        Assert.Equal(ChangeResult.Applied, await again);
        Assert.Equal(0, committer.Waiting);
    }

    [Fact]
    public async Task the_queue_is_bounded_by_bytes_too_but_a_single_large_change_passes()
    {
        await using var committer = Create(new() { MaxBytes = 1 << 16 });
        var large = committer.CommitAsync(new ReadingsChange(1, [new("k", 1, TypedValue.String(new byte[1 << 17]))])).AsTask();
        var (_, end) = await _store.NextAsync();
        Assert.Equal(ChangeResult.Refused, await committer.CommitAsync(Change(2)));
        end.SetResult();
        Assert.Equal(ChangeResult.Applied, await large);
    }

    [Fact]
    public async Task a_poisonous_change_fails_alone()
    {
        await using var committer = Create();
        var first = committer.CommitAsync(Change(0)).AsTask();
        var (_, end) = await _store.NextAsync();
        var others = Enumerable.Range(1, 4).Select(n => committer.CommitAsync(Change(n)).AsTask()).ToArray();
        end.SetResult();
        await first;
        while (!Task.WhenAll(others).IsCompleted)
        {
            var next = _store.NextAsync();
            if (await Task.WhenAny(next, Task.WhenAll(others)) != next)
                break;
            var (batch, done) = await next;
            if (batch.Any(c => c.Device == 3))
                done.SetException(new InvalidOperationException("poison"));
            else
                done.SetResult();
        }
        Assert.Equal([ChangeResult.Applied, ChangeResult.Applied, ChangeResult.Failed, ChangeResult.Applied], await Task.WhenAll(others));
    }

    [Fact]
    public async Task a_passing_failure_is_tried_again_and_the_callers_see_only_latency()
    {
        await using var committer = Create();
        var answer = committer.CommitAsync(Change(1)).AsTask();
        var (_, end) = await _store.NextAsync();
        end.SetException(new TimeoutException());
        await _time.AdvanceOnceSomebodyWaitsAsync(TimeSpan.FromMilliseconds(20));
        await _store.LetNextPassAsync();
        Assert.Equal(ChangeResult.Applied, await answer);
    }

    [Fact]
    public async Task a_store_that_keeps_failing_fails_the_change_when_the_callers_time_is_over()
    {
        await using var committer = Create();
        var answer = committer.CommitAsync(Change(1)).AsTask();
        for (var failures = 1; failures <= 3; failures++)
        {
            (await _store.NextAsync()).End.SetException(new TimeoutException());
            if (failures < 3)
                await _time.AdvanceOnceSomebodyWaitsAsync(TimeSpan.FromSeconds(4));
        }
        Assert.Equal(ChangeResult.Failed, await answer);
    }

    [Fact]
    public async Task an_attempt_that_would_end_after_the_callers_time_is_not_begun()
    {
        await using var committer = Create();
        var answer = committer.CommitAsync(Change(1)).AsTask();
        var (_, end) = await _store.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        end.SetException(new TimeoutException());
        Assert.Equal(ChangeResult.Failed, await answer);
    }

    [Fact]
    public async Task a_commit_that_hangs_makes_newcomers_be_refused_instead_of_queued()
    {
        await using var committer = Create();
        var stuck = committer.CommitAsync(Change(1)).AsTask();
        var (_, end) = await _store.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(ChangeResult.Refused, await committer.CommitAsync(Change(2)));
        end.SetResult();
        Assert.Equal(ChangeResult.Applied, await stuck);
    }

    private static ReadingsChange Change(long device) => new(device, [new Reading("k", device, TypedValue.Long(device))]);

    private Committer Create(CommitterOptions? options = null) => new(_store, Options.Create(options ?? new()), _time, NullLogger<Committer>.Instance);
}
