namespace OrleansIot.Silo.Hosting;

/// <summary>Work that a silo repeats while it is part of the cluster.</summary>
internal sealed class RepeatedWork(TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> work, Action<Exception> failed)
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <param name="failed">Told of every failure but the stop itself; the work goes on with its next turn.</param>
    public static void Join(ISiloLifecycle lifecycle, TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> work, Action<Exception> failed)
    {
        var repeated = new RepeatedWork(interval, time, work, failed);
        lifecycle.Subscribe(nameof(RepeatedWork), ServiceLifecycleStage.Active, repeated.StartAsync, repeated.StopAsync);
    }

    private Task StartAsync(CancellationToken cancellation)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _loop.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        // Silos that start together take turns from the beginning.
        var pause = interval * Random.Shared.NextDouble();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, time, _stopping.Token);
                await work(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                failed(exception);
            }

            pause = interval;
        }
    }
}
