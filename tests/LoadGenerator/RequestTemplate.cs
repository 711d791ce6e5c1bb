using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OrleansIot.Load;

/// <summary>
/// A request that is rendered once per device; from then on only digits are patched: a run of 13 '#' takes the time in milliseconds,
/// each run of 7 '@' takes a number, counted from <see cref="FirstNumber"/> so that it never begins with a zero.
/// </summary>
public sealed class RequestTemplate
{
    /// <summary>How the number 0 is written.</summary>
    public const int FirstNumber = 1_000_000;

    private const string TsMark = "#############";
    private const string NumberMark = "@@@@@@@";

    private readonly string _method;
    private readonly string _path;
    private readonly string? _body;

    private RequestTemplate(string method, string path, string? body) => (_method, _path, _body) = (method, path, body);

    /// <summary>Three values with the device's own time, as a sensor node sends them.</summary>
    public static RequestTemplate PostTelemetry { get; } =
        new("POST", "telemetry", $$$"""{"ts":{{{TsMark}}},"values":{"temperature":21.{{{NumberMark}}},"humidity":45.{{{NumberMark}}},"counter":{{{NumberMark}}}}}""");

    /// <summary>Three client attributes.</summary>
    public static RequestTemplate PostAttributes { get; } =
        new("POST", "attributes", $$"""{"voltage":3.{{NumberMark}},"uptime":{{NumberMark}},"firmware":"v-{{NumberMark}}"}""");

    /// <summary>A call to the server.</summary>
    public static RequestTemplate PostCall { get; } = new("POST", "rpc", $$$"""{"method":"getTime","params":{"n":{{{NumberMark}}}}}""");

    /// <summary>All client and shared attributes.</summary>
    public static RequestTemplate GetAttributes { get; } = new("GET", "attributes", null);

    /// <summary>The request of one device, its marks still to be patched.</summary>
    public byte[] Render(string token)
    {
        var head = $"{_method} /api/v1/{token}/{_path} HTTP/1.1\r\nHost: 127.0.0.1\r\n";
        if (_body is not null)
            head += $"Content-Type: application/json\r\nContent-Length: {_body.Length.ToString(CultureInfo.InvariantCulture)}\r\n";
        return Encoding.ASCII.GetBytes(head + "\r\n" + _body);
    }

    /// <summary>Where the marks are in a rendered request, counted from its end; the same for every device.</summary>
    internal RequestPatches Patches => new(
        [.. FindAll(TsMark)],
        [.. FindAll(NumberMark)]);

    internal static void Write(Span<byte> digits, long value)
    {
        if (!Utf8Formatter.TryFormat(value, digits, out var written, new('D', (byte)digits.Length)) || written != digits.Length)
            throw new ArgumentOutOfRangeException(nameof(value), value, $"does not fit {digits.Length} digits");
    }

    private IEnumerable<Range> FindAll(string mark)
    {
        var body = _body ?? "";
        for (var at = body.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = body.IndexOf(mark, at + mark.Length, StringComparison.Ordinal))
            yield return ^(body.Length - at)..^(body.Length - at - mark.Length);
    }
}
