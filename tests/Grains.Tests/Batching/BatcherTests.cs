using OrleansIot.Grains.Batching;

namespace OrleansIot.Grains.Tests.Batching;

public sealed class BatcherTests
{
    private readonly List<int[]> _batches = [];
    private readonly Queue<TaskCompletionSource> _turns = [];

    [Fact]
    public async Task what_comes_while_a_batch_is_dealt_with_goes_into_the_next_one()
    {
        var batcher = Create(maxBatch: 10);
        var answers = Enumerable.Range(0, 5).Select(batcher.AddAsync).ToArray();
        Assert.Equal([0], Assert.Single(_batches));
        Assert.Equal(4, batcher.Waiting);
        _turns.Dequeue().SetResult();
        await answers[0];
        _turns.Dequeue().SetResult();
        int[] answered = await Task.WhenAll(answers);
        Assert.Equal([0, 10, 20, 30, 40], answered);
        Assert.Equal([1, 2, 3, 4], _batches[1]);
    }

    [Fact]
    public async Task no_batch_is_larger_than_allowed()
    {
        var batcher = Create(maxBatch: 2);
        var answers = Enumerable.Range(0, 5).Select(batcher.AddAsync).ToArray();
        for (var turn = 0; turn < 3; turn++)
            _turns.Dequeue().SetResult();
        await Task.WhenAll(answers);
        Assert.Equal([1, 2, 2], _batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task what_dealing_throws_all_of_the_batch_get_and_the_next_batch_is_dealt_with()
    {
        var batcher = Create(maxBatch: 10);
        var answers = Enumerable.Range(0, 4).Select(batcher.AddAsync).ToArray();
        _turns.Dequeue().SetResult();
        await answers[0];
        _turns.Dequeue().SetException(new IOException("gone"));
        foreach (var answer in answers[1..])
            await Assert.ThrowsAsync<IOException>(() => answer);
        var later = batcher.AddAsync(7);
        _turns.Dequeue().SetResult();
        Assert.Equal(70, await later);
    }

    /// <summary>Ten times each request, once the batch's turn is over. The turns end on the thread that ends them, so that the order is that of the test.</summary>
    private Batcher<int, int> Create(int maxBatch) => new(maxBatch, async requests =>
    {
        _batches.Add([.. requests]);
        var turn = new TaskCompletionSource();
        _turns.Enqueue(turn);
        await turn.Task;
        return [.. requests.Select(request => request * 10)];
    });
}
