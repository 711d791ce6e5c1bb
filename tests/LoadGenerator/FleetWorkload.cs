namespace OrleansIot.Load;

/// <summary>
/// A fleet that sends the same kind of request over and over, each device in turn. Every device belongs to one connection;
/// what it sends and what is acknowledged goes into the ledger.
/// </summary>
public sealed class FleetWorkload : Workload
{
    private readonly Ledger _ledger;
    private readonly RequestPatches _patches;
    private readonly byte[][] _requests;
    private readonly int _connections;
    private readonly int[] _device;
    private readonly int[] _number;
    private readonly int _rounds;

    /// <param name="tokens">One per device of the ledger; at least as many as there are connections.</param>
    /// <param name="rounds">How often each device sends.</param>
    public FleetWorkload(RequestTemplate template, IReadOnlyList<string> tokens, Ledger ledger, int connections, int rounds = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(connections, tokens.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tokens.Count, ledger.Devices);
        _ledger = ledger;
        _patches = template.Patches;
        _requests = [.. tokens.Select(template.Render)];
        _connections = connections;
        _device = [.. Enumerable.Range(0, connections)];
        _number = new int[connections];
        _rounds = rounds;
    }

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        var next = _device[connection] + _connections;
        var device = next < _requests.Length ? next : connection;
        if (_ledger.Sent(device) >= _rounds)
            return default;
        _device[connection] = device;
        var number = _number[connection] = _ledger.TakeNumber(device);
        var request = _requests[device];
        _patches.Apply(request, _ledger.BaseTs + number, number);
        return request;
    }

    public override void Answered(int connection, Response response)
    {
        if (response.Status == 200)
            _ledger.Acknowledge(_device[connection], _number[connection]);
    }

    public override void Lost(int connection, Loss loss)
    {
    }
}
