using System.Net;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>A server in a process of its own, with a fleet it knows.</summary>
internal abstract class Contestant(string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    public abstract ServerProcess Process { get; }

    public abstract IPEndPoint EndPoint { get; }

    public abstract IReadOnlyList<string> Tokens { get; }

    public ServerProbe Probe { get; } = new();

    /// <summary>Compares what it has stored with what it acknowledged; null when it stores nothing.</summary>
    public abstract Task<Audit?> AuditAsync(RaceEvent raceEvent, Ledger ledger);

    public virtual async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Probe.Dispose();
    }
}
