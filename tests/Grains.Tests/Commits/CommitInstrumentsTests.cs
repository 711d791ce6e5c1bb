using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Commits;

/// <summary>The instruments belong to the process: no other committer may run beside these tests.</summary>
[Collection(typeof(CommitInstrumentsTests))]
[CollectionDefinition(DisableParallelization = true)]
public sealed class CommitInstrumentsTests : IDisposable
{
    private const string Source = "OrleansIot.Commits";

    private readonly ScriptedCommitStore _store = new();
    private readonly WatchedTime _time = new();
    private readonly ConcurrentDictionary<string, double> _sums = [];
    private readonly MeterListener _listener = new();

    public CommitInstrumentsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Source)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task what_waits_counts_until_it_is_answered_and_what_does_not_fit_counts_as_refused()
    {
        await using var committer = Create(new() { MaxChanges = 2 });
        var changes = new[] { Change(1), Change(2), Change(3) };
        var answers = changes.Select(c => committer.CommitAsync(c).AsTask()).ToArray();
        var (_, first) = await _store.NextAsync();
        Assert.Equal(2, _sums["orleansiot.commits.queue.changes"]);
        Assert.Equal(changes[0].Size + changes[1].Size, _sums["orleansiot.commits.queue.size"]);
        Assert.Equal(1, _sums["orleansiot.commits.refusals/refused"]);
        first.SetResult();
        await answers[0];
        if (!answers[1].IsCompleted)
            await _store.LetNextPassAsync();
        await Task.WhenAll(answers);
        Assert.Equal(0, _sums["orleansiot.commits.queue.changes"]);
        Assert.Equal(0, _sums["orleansiot.commits.queue.size"]);
        Assert.Equal(2, _sums["orleansiot.commits.batch.changes"]);
    }

    [Fact]
    public async Task a_transaction_takes_the_time_that_the_store_takes_and_a_repeated_one_counts()
    {
        await using var committer = Create(new());
        var answer = committer.CommitAsync(Change(1)).AsTask();
        (await _store.NextAsync()).End.SetException(new TimeoutException());
        await _time.AdvanceOnceSomebodyWaitsAsync(TimeSpan.FromMilliseconds(20));
        var (_, second) = await _store.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        second.SetResult();
        Assert.Equal(ChangeResult.Applied, await answer);
        Assert.Equal(1, _sums["orleansiot.commits.retries"]);
        Assert.Equal(3, _sums["orleansiot.commits.duration"]);
    }

    [Fact]
    public async Task a_traced_change_shows_its_wait_and_the_transaction_inside_of_the_first_and_linked_to_the_others()
    {
        var ended = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Source or nameof(CommitInstrumentsTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var requests = new ActivitySource(nameof(CommitInstrumentsTests));
        await using var committer = Create(new());
        var untraced = committer.CommitAsync(Change(0)).AsTask();
        var (_, end) = await _store.NextAsync();
        var traced = new List<(Activity Request, Task Answer)>();
        for (var i = 1; i <= 2; i++)
        {
            using var request = requests.StartActivity("request")!;
            traced.Add((request, committer.CommitAsync(Change(i)).AsTask()));
        }
        end.SetResult();
        await untraced;
        await _store.LetNextPassAsync();
        await Task.WhenAll(traced.Select(t => t.Answer));
        var waits = traced.ConvertAll(t => ended.Single(a => a.OperationName == "commit" && a.ParentSpanId == t.Request.SpanId));
        var transaction = Assert.Single(ended, a => a.OperationName == "transaction");
        Assert.Equal(waits[0].SpanId, transaction.ParentSpanId);
        Assert.Equal(waits[1].Context, Assert.Single(transaction.Links).Context);
        Assert.Equal("applied", waits[1].GetTagItem("orleansiot.commit.result"));
    }

    [Fact]
    public async Task the_request_that_was_the_first_to_need_a_committer_is_not_the_parent_of_everything_after_it()
    {
        Committer committer;
        using (new Activity("first request").Start())
            committer = Create(new());
        await using (committer)
        {
            var answer = committer.CommitAsync(Change(1)).AsTask();
            await _store.LetNextPassAsync();
            await answer;
            Assert.Null(_store.Surroundings);
        }
    }

    private static ReadingsChange Change(long device) => new(device, [new Reading("k", device, TypedValue.Long(device))]);

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _sums.AddOrUpdate(tags.Length == 0 ? instrument.Name : $"{instrument.Name}/{tags[0].Value}", value, (_, sum) => sum + value);

    private Committer Create(CommitterOptions options) => new(_store, Options.Create(options), _time, NullLogger<Committer>.Instance);
}
