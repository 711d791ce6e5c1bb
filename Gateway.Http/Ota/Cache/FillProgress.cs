namespace OrleansIot.Gateway.Ota;

/// <summary>How far a file has been filled, for those who read it meanwhile.</summary>
internal sealed class FillProgress
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = NewSignal();
    private long _available;
    private Exception? _failure;

    /// <summary>Waits until there is more than <paramref name="position"/>.</summary>
    /// <returns>How many bytes from the start may be read; more than there are when all are there.</returns>
    /// <exception cref="FillFailedException">There will be no more.</exception>
    public async ValueTask<long> WaitBeyondAsync(long position, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_failure is not null)
                    throw new FillFailedException(_failure);
                if (_available > position)
                    return _available;
                moved = _moved.Task;
            }
            await moved.WaitAsync(cancellation);
        }
    }

    public void Advance(long available) => Move(available, null);

    public void Complete() => Move(long.MaxValue, null);

    public void Fail(Exception failure) => Move(0, failure);

    private void Move(long available, Exception? failure)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            (_available, _failure) = (available, failure);
            (moved, _moved) = (_moved, NewSignal());
        }
        moved.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
