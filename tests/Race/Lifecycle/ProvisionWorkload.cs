using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OrleansIot.Load;

namespace OrleansIot.Race.Lifecycle;

/// <summary>Every request registers a device of its own.</summary>
internal sealed class ProvisionWorkload : Workload
{
    public const string Key = "race-key";
    public const string Secret = "race-secret";

    private const string Mark = "########";

    private readonly byte[][] _requests;
    private readonly int _at;
    private readonly int _first;
    private int _taken;
    private long _registered;

    /// <param name="first">Number of the first device.</param>
    public ProvisionWorkload(int connections, int first)
    {
        var body = $$"""{"deviceName":"race-{{Mark}}","provisionDeviceKey":"{{Key}}","provisionDeviceSecret":"{{Secret}}"}""";
        var head = string.Create(CultureInfo.InvariantCulture, $"POST /api/v1/provision HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        _at = (head + body).IndexOf(Mark, StringComparison.Ordinal);
        _requests = [.. Enumerable.Range(0, connections).Select(_ => Encoding.ASCII.GetBytes(head + body))];
        _first = first;
    }

    /// <summary>How many numbers were taken.</summary>
    public int Sent => Volatile.Read(ref _taken);

    /// <summary>How many were answered SUCCESS.</summary>
    public long Registered => Volatile.Read(ref _registered);

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        var request = _requests[connection];
        var number = _first + Interlocked.Increment(ref _taken) - 1;
        Utf8Formatter.TryFormat(number, request.AsSpan(_at, Mark.Length), out _, new('D', (byte)Mark.Length));
        return request;
    }

    public override void Answered(int connection, Response response)
    {
        if (response.Status == 200 && response.Body.IndexOf("\"SUCCESS\""u8) >= 0)
            Interlocked.Increment(ref _registered);
    }

    public override void Lost(int connection, Loss loss)
    {
    }
}
