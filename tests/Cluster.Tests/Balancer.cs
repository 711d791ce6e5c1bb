using System.Net;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>Does what a load balancer does: asks the front doors whether they are ready, and sends requests to those that are.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _end = new();
    private readonly ClusterNode[] _doors;
    private readonly Task _watching;
    private volatile ClusterNode[] _ready = [];
    private int _turn;

    public Balancer(IEnumerable<ClusterNode> doors)
    {
        _doors = [.. doors];
        _watching = Task.WhenAll(_doors.Select(WatchAsync));
    }

    /// <summary>The next door in turn; waits while none is ready.</summary>
    public async Task<ClusterNode> PickAsync()
    {
        while (true)
        {
            if (_ready is { Length: > 0 } ready)
                return ready[(int)((uint)Interlocked.Increment(ref _turn) % (uint)ready.Length)];
            await Task.Delay(Pause, TimeProvider.System, _end.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync(ClusterNode door)
    {
        using var http = new HttpClient { BaseAddress = door.Address, Timeout = TimeSpan.FromSeconds(1) };
        while (!_end.IsCancellationRequested)
        {
            var isReady = await IsReadyAsync(http);
            lock (_doors)
            {
                if (isReady != _ready.Contains(door))
                    _ready = isReady ? [.. _ready, door] : [.. _ready.Where(other => other != door)];
            }
            await Task.Delay(Pause, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", _end.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
