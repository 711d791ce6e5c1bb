using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansIot.Servers;

namespace OrleansIot.Clusters;

/// <summary>
/// Devices that poll for commands through a balancer and echo each one, and a caller for each that sends one two-way command after another through a gateway of its
/// own. Devices go on through anything, as firmware does; what a caller did not get its echo for is kept.
/// </summary>
internal sealed class CommandLoad : IAsyncDisposable
{
    private const int CallTimeout = 60_000;

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _callersEnd = new();
    private readonly IReadOnlyList<FleetDevice> _devices;
    private readonly Balancer _balancer;
    private readonly ManagementApi _callers;
    private readonly HttpClient _http = new();
    private readonly int[] _answered;
    private readonly Task _calling;
    private readonly Task _polling;

    public CommandLoad(IReadOnlyList<FleetDevice> devices, Balancer balancer, ManagementApi callers)
    {
        (_devices, _balancer, _callers, _answered) = (devices, balancer, callers, new int[devices.Count]);
        _polling = Task.WhenAll(devices.Select(device => Task.Run(() => PollAsync(device))));
        _calling = Task.WhenAll(Enumerable.Range(0, devices.Count).Select(device => Task.Run(() => CallAsync(device))));
    }

    public int Answered => _answered.Sum(n => Volatile.Read(ref n));

    /// <summary>Calls that did not end with their echo, in words.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Which command each device has seen under which number: a number never means two commands.</summary>
    public ConcurrentDictionary<(Guid Device, int Id), string> Seen { get; } = new();

    /// <summary>Waits until every caller has that many answers more than now.</summary>
    public async Task ProgressAsync(int each = 5)
    {
        var goals = Array.ConvertAll(_answered, n => n + each);
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (_answered.Zip(goals).Any(pair => pair.First < pair.Second))
        {
            Assert.False(guard.IsCancellationRequested, $"The callers stand still: {string.Join(", ", Failures.TakeLast(5))}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets the callers take their last answers, then ends the devices.</summary>
    public async ValueTask DisposeAsync()
    {
        await _callersEnd.CancelAsync();
        await _calling;
        await _end.CancelAsync();
        await _polling;
        _http.Dispose();
    }

    private async Task CallAsync(int device)
    {
        for (var number = 0; !_callersEnd.IsCancellationRequested; number++)
        {
            var method = $"call-{number}";
            var begun = TimeProvider.System.GetTimestamp();
            try
            {
                var (status, body) = await _callers.CallAsync(_devices[device].Id, method, oneWay: false, CallTimeout, CancellationToken.None);
                if (status == 200 && body == $"\"{method}\"")
                    Volatile.Write(ref _answered[device], _answered[device] + 1);
                else
                    Failures.Enqueue($"device {device}, {method}: {status} {body} after {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:N1} s");
            }
            catch (HttpRequestException exception)
            {
                Failures.Enqueue($"device {device}, {method}: {exception.Message}");
            }
        }
    }

    private async Task PollAsync(FleetDevice device)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var poll = await SendAsync(HttpMethod.Get, $"/api/v1/{device.Token}/rpc?timeout=10000", null);
                if (poll.StatusCode != HttpStatusCode.OK)
                    continue;
                var command = await poll.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
                var (id, method) = (command.GetProperty("id").GetInt32(), command.GetProperty("method").GetString()!);
                if (Seen.GetOrAdd((device.Id, id), method) != method)
                    Failures.Enqueue($"number {id} is {method} and {Seen[(device.Id, id)]}");
                await ReplyAsync(device, id, method);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                // As firmware does: again.
            }
        }
    }

    /// <summary>Until it is acknowledged: a device that is told nothing repeats itself.</summary>
    private async Task ReplyAsync(FleetDevice device, int id, string method)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var reply = await SendAsync(HttpMethod.Post, $"/api/v1/{device.Token}/rpc/{id}", JsonContent.Create(method));
                if (reply.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not acknowledged.
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body)
    {
        var door = await _balancer.PickAsync();
        using var request = new HttpRequestMessage(method, new Uri(door.Address, path)) { Content = body };
        return await _http.SendAsync(request, _end.Token);
    }
}
