using System.Collections.Concurrent;
using System.Net;
using OrleansIot.Servers;

namespace OrleansIot.Clusters;

/// <summary>
/// Devices that post readings and attributes through a balancer, one request after another each, and remember what was acknowledged. A request that fails is sent
/// again, as a device would; what failed and how is kept.
/// </summary>
internal sealed class DeviceLoad : IAsyncDisposable
{
    private const long BaseTs = 1_700_000_000_000;

    private readonly CancellationTokenSource _end = new();
    private readonly IReadOnlyList<FleetDevice> _devices;
    private readonly Balancer _balancer;
    private readonly HttpClient _http = new();
    private readonly int[] _acknowledged;
    private readonly Task _sending;

    public DeviceLoad(IReadOnlyList<FleetDevice> devices, Balancer balancer)
    {
        (_devices, _balancer) = (devices, balancer);
        _acknowledged = new int[devices.Count];
        _sending = Task.WhenAll(Enumerable.Range(0, devices.Count).Select(device => Task.Run(() => SendAsync(device))));
    }

    public int Acknowledged => _acknowledged.Sum(n => Volatile.Read(ref n));

    /// <summary>Answers that were not 200, in words.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>503s without Retry-After.</summary>
    public int WithoutRetryAfter { get; private set; }

    /// <summary>Requests that had no answer.</summary>
    public ConcurrentQueue<string> Lost { get; } = new();

    /// <summary>Waits until every device has that many acknowledgements more than now.</summary>
    public async Task ProgressAsync(int each = 5)
    {
        var goals = Array.ConvertAll(_acknowledged, n => n + each);
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (_acknowledged.Zip(goals).Any(pair => pair.First < pair.Second))
        {
            Assert.False(guard.IsCancellationRequested, $"The load stands still: {string.Join(", ", Refused.Concat(Lost).TakeLast(5))}");
            Assert.False(_sending.IsFaulted, _sending.Exception?.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the load and compares what is stored with what was acknowledged.</summary>
    public async Task AssertStoredAsync(ManagementApi api)
    {
        await StopAsync();
        for (var device = 0; device < _devices.Count; device++)
        {
            var count = _acknowledged[device];
            using var rows = await api.ReadRowsAsync(_devices[device].Id, "n", BaseTs, BaseTs + count + 10);
            var stored = rows.RootElement.GetProperty("n").EnumerateArray().ToDictionary(r => r.GetProperty("ts").GetInt64() - BaseTs, r => r.GetProperty("value").GetInt64());
            for (var number = 0; number < count; number++)
                Assert.True(stored.TryGetValue(number, out var value) && value == number, $"device {device}: reading {number} was acknowledged and is not stored");
            using var attributes = await api.ReadClientAttributesAsync(_devices[device].Id);
            var last = Assert.Single(attributes.RootElement.EnumerateArray()).GetProperty("value").GetInt64();
            Assert.True(last >= count - 1, $"device {device}: the last acknowledged attribute is {count - 1}, stored is {last}");
        }
    }

    /// <summary>Ends the load and waits until what a chain makes of each acknowledged reading is stored, too: it comes later.</summary>
    public async Task AssertCopiedAsync(ManagementApi api)
    {
        await StopAsync();
        for (var device = 0; device < _devices.Count; device++)
        {
            using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
            while (await FindUncopiedAsync(api, device) is { } number)
            {
                Assert.False(guard.IsCancellationRequested, $"device {device}: reading {number} was acknowledged and has not passed the chain");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task<int?> FindUncopiedAsync(ManagementApi api, int device)
    {
        var count = _acknowledged[device];
        using var rows = await api.ReadRowsAsync(_devices[device].Id, "copy", BaseTs, BaseTs + count + 10);
        if (!rows.RootElement.TryGetProperty("copy", out var copies))
            return 0;
        var made = copies.EnumerateArray().ToDictionary(r => (int)(r.GetProperty("ts").GetInt64() - BaseTs), r => r.GetProperty("value").GetInt64());
        Assert.All(made, copy => Assert.Equal(copy.Key, copy.Value));
        return Enumerable.Range(0, count).Where(number => !made.ContainsKey(number)).Select(number => (int?)number).FirstOrDefault();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
        _http.Dispose();
    }

    private async Task StopAsync()
    {
        await _end.CancelAsync();
        await _sending;
    }

    private async Task SendAsync(int device)
    {
        for (var number = 0; !_end.IsCancellationRequested; number++)
        {
            var isStored = await PostAsync(device, "telemetry", $"{{\"ts\":{BaseTs + number},\"values\":{{\"n\":{number}}}}}")
                && await PostAsync(device, "attributes", $"{{\"n\":{number}}}");
            if (isStored)
                Volatile.Write(ref _acknowledged[device], number + 1);
        }
    }

    /// <returns>False: the load ended before it was acknowledged.</returns>
    private async Task<bool> PostAsync(int device, string what, string json)
    {
        while (!_end.IsCancellationRequested)
        {
            var door = await _balancer.PickAsync();
            try
            {
                using var body = new StringContent(json);
                using var answer = await _http.PostAsync(new Uri(door.Address, $"/api/v1/{_devices[device].Token}/{what}"), body, CancellationToken.None);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return true;
                Refused.Enqueue($"{door.Name} answered device {device}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                WithoutRetryAfter += answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is null ? 1 : 0;
            }
            catch (HttpRequestException exception)
            {
                Lost.Enqueue($"{door.Name} lost a request of device {device}: {exception.InnerException?.Message ?? exception.Message}");
            }
        }
        return false;
    }
}
