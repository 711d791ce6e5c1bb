using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace OrleansIot.Servers;

/// <summary>Takes what servers export by OTLP over HTTP and keeps the bytes. The texts inside protobuf are plain UTF-8: enough to look for words.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Message)> _received = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Task _loop;

    public OtlpReceiver()
    {
        Address = Loopback.Http(Loopback.FreeEndPoint());
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _loop = RunAsync();
    }

    public Uri Address { get; }

    /// <summary>Settings that make a server export everything to here, soon.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_TRACES_SAMPLER"] = "always_on",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
    };

    /// <summary>The messages that have come for a signal: <c>traces</c>, <c>metrics</c> or <c>logs</c>.</summary>
    public IEnumerable<byte[]> Messages(string signal) => _received.Where(r => r.Path == $"/v1/{signal}").Select(r => r.Message);

    /// <summary>All of them as one text.</summary>
    public string Received(string signal) => string.Concat(Messages(signal).Select(Encoding.UTF8.GetString));

    /// <summary>Waits for a text; throws when it does not come.</summary>
    public async Task WaitAsync(string signal, string text)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!Received(signal).Contains(text, StringComparison.Ordinal))
        {
            try
            {
                await _arrived.WaitAsync(guard.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{text}' never came among the {signal}.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _arrived.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _received.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.Close();
                _arrived.Release();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                if (!_listener.IsListening)
                    return;
            }
        }
    }
}
