namespace OrleansIot.Chaos.Downlink;

/// <summary>What a device knows of the commands it was given.</summary>
/// <param name="fault">Told what must not be.</param>
internal sealed class CommandView(Action<string> fault)
{
    private readonly Dictionary<int, string> _seen = [];
    private readonly HashSet<int> _answered = [];
    private readonly HashSet<string> _nonces = new(StringComparer.Ordinal);
    private int _newest = int.MinValue;

    /// <summary>Commands that came for the first time after a younger one had come.</summary>
    public int Overtaken { get; private set; }

    /// <summary>Whether the command with this nonce has been seen.</summary>
    public bool Has(string nonce) => _nonces.Contains(nonce);

    /// <summary>True when the command is seen for the first time.</summary>
    /// <param name="nonce">Made by the caller, a different one for each command.</param>
    public bool Take(int id, string nonce)
    {
        if (_answered.Contains(id))
            fault($"command {id} came again after its answer was taken");
        if (!_seen.TryAdd(id, nonce))
        {
            if (_seen[id] != nonce)
                fault($"the id {id} came again for another command");
            return false;
        }

        if (!_nonces.Add(nonce))
            fault($"the command {nonce} came under two ids");
        if (id < _newest)
            Overtaken++;
        _newest = Math.Max(_newest, id);
        return true;
    }

    /// <summary>The server has taken the answer.</summary>
    public void Answered(int id) => _answered.Add(id);
}
