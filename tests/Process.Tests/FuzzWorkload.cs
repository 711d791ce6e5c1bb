using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansIot.Load;

namespace OrleansIot.Processes;

/// <summary>Posts mutated bodies as telemetry and as attributes, and keeps what the server must never answer.</summary>
internal sealed class FuzzWorkload : Workload
{
    private const int FaultsKept = 20;

    private static readonly string[] Members = ["status", "message", "errorCode", "timestamp"];

    private readonly string[] _tokens;
    private readonly BodyMutator[] _mutators;
    private readonly byte[][] _bodies;
    private readonly int[] _left;

    /// <param name="tokens">One device for each connection.</param>
    /// <param name="bodies">How many are sent in all.</param>
    public FuzzWorkload(string[] tokens, int bodies, int seed)
    {
        _tokens = tokens;
        _mutators = [.. tokens.Select((_, i) => new BodyMutator(seed + i))];
        _bodies = new byte[tokens.Length][];
        _left = [.. tokens.Select((_, i) => (bodies + i) / tokens.Length)];
    }

    public ConcurrentQueue<string> Faults { get; } = new();

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        if (_left[connection]-- <= 0)
            return default;
        var body = _bodies[connection] = _mutators[connection].Next();
        var path = _left[connection] % 3 == 0 ? "attributes" : "telemetry";
        var head = $"POST /api/v1/{_tokens[connection]}/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        return (byte[])[.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public override void Answered(int connection, Response response)
    {
        var isGood = response.Status switch
        {
            200 => response.Body.IsEmpty,
            >= 400 and < 500 => IsErrorObject(response),
            _ => false,
        };
        if (!isGood)
            Keep(connection, $"{response.Status} {Encoding.UTF8.GetString(response.Body)}");
    }

    public override void Lost(int connection, Loss loss) => Keep(connection, "the connection was closed");

    private static bool IsErrorObject(Response response)
    {
        try
        {
            using var json = JsonDocument.Parse(response.Body.ToArray());
            return Members.All(name => json.RootElement.TryGetProperty(name, out _)) && json.RootElement.GetProperty("status").GetInt32() == response.Status;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Keep(int connection, string answer)
    {
        if (Faults.Count < FaultsKept)
            Faults.Enqueue($"{answer}\n    to {Convert.ToHexString(_bodies[connection])}");
    }
}
