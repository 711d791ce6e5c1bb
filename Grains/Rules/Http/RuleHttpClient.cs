using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace OrleansIot.Grains.Rules.Http;

/// <summary>Calls endpoints for rule nodes: few at a time, in bounded time, only where the configuration lets them, and never where an answer redirects to.</summary>
public sealed class RuleHttpClient : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly RuleHttpOptions _options;
    private readonly TimeProvider _time;
    private readonly AllowedTargets _allowed;
    private readonly HttpMessageInvoker _client;
    private readonly SemaphoreSlim _turns;
    private int _waiting;

    public RuleHttpClient(IOptions<RuleHttpOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _allowed = new(_options.AllowedTargets);
        _turns = new(_options.MaxParallel);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseDrainSize = _options.MaxAnswer,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            ActivityHeadersPropagator = null,
        });
    }

    internal TimeSpan DefaultTimeout => TimeSpan.FromMilliseconds(_options.Timeout);

    public void Dispose()
    {
        _client.Dispose();
        _turns.Dispose();
    }

    /// <summary>Null: no absolute URL of http or https.</summary>
    internal static Uri? Target(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https" && target.UserInfo.Length == 0 ? target : null;

    /// <summary>Whether a node may set the header: those that frame the request are not its business.</summary>
    internal static bool IsHeader(string name) =>
        name.Length is > 0 and <= 255 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c))
        && !new[] { "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "TE", "Trailer" }.Contains(name, StringComparer.OrdinalIgnoreCase);

    internal async Task<RuleHttpAnswer> SendAsync(RuleHttpRequest request)
    {
        if (Interlocked.Increment(ref _waiting) > _options.MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Failed("Too many requests of rule nodes wait");
        }
        await _turns.WaitAsync().ConfigureAwait(false);
        Interlocked.Decrement(ref _waiting);
        try
        {
            var pause = FirstPause;
            for (var attempt = 1; ; attempt++)
            {
                var (answer, mayRepeat) = await TryAsync(request).ConfigureAwait(false);
                if (!mayRepeat || attempt >= _options.Attempts)
                    return answer;
                await Task.Delay(pause, _time).ConfigureAwait(false);
                pause *= 2;
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<(RuleHttpAnswer Answer, bool MayRepeat)> TryAsync(RuleHttpRequest request)
    {
        using var deadline = new CancellationTokenSource(request.Timeout, _time);
        try
        {
            using var message = request.ToMessage();
            using var response = await _client.SendAsync(message, deadline.Token).ConfigureAwait(false);
            return await TakeAsync(response, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (Failed($"The endpoint did not answer within {request.Timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms"), false);
        }
        catch (Exception exception) when (Refused(exception) is { } refused)
        {
            return (Failed(refused.Message), false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return (Failed("The endpoint cannot be reached"), true);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            return (Failed("A header of the request is malformed"), false);
        }
    }

    private async Task<(RuleHttpAnswer Answer, bool MayRepeat)> TakeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var facts = new List<(string, string)>
        {
            ("status", response.StatusCode.ToString()),
            ("statusCode", status.ToString(CultureInfo.InvariantCulture)),
            ("statusReason", response.ReasonPhrase ?? ""),
        };
        facts.AddRange(response.Headers.Concat(response.Content.Headers).Where(IsToldOf).Take(50).Select(header => (header.Key, string.Join(",", header.Value))));
        if (await ReadAsync(response.Content, cancellation).ConfigureAwait(false) is not { } body)
            return (new($"The endpoint's answer is longer than {_options.MaxAnswer} bytes", [], facts), false);
        if (response.IsSuccessStatusCode)
            return (new(null, body, facts), false);
        return (new($"The endpoint answered {status}", body, facts), response.StatusCode
            is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout);
    }

    private async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var body = new MemoryStream();
        var buffer = new byte[16_384];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var count and > 0)
        {
            if (body.Length + count > _options.MaxAnswer)
                return null;
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        var allowed = addresses.Where(address => _allowed.Allows(host, address)).ToArray();
        if (allowed.Length == 0)
            throw new TargetRefusedException(host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsToldOf(KeyValuePair<string, IEnumerable<string>> header) => !header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase);

    private static TargetRefusedException? Refused(Exception? exception) => exception as TargetRefusedException ?? exception?.InnerException as TargetRefusedException;

    private static RuleHttpAnswer Failed(string problem) => new(problem, [], [("error", problem)]);
}
