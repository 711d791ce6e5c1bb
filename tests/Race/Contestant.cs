using System.Net;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>One or more servers in processes of their own, with a fleet they know.</summary>
/// <param name="isProduct">Whether it is OrleansIot, in one of its topologies, or a reference that it is compared with.</param>
internal abstract class Contestant(string name, bool isProduct) : IAsyncDisposable
{
    public string Name { get; } = name;

    public bool IsProduct { get; } = isProduct;

    public ServerSet Servers { get; } = new();

    /// <summary>Where devices send.</summary>
    public abstract IPEndPoint EndPoint { get; }

    public abstract IReadOnlyList<FleetDevice> Devices { get; }

    public IReadOnlyList<string> Tokens => [.. Devices.Select(d => d.Token)];

    /// <summary>What lets a person call the management API; any text where nobody asks.</summary>
    public virtual Task<string> AccessTokenAsync() => Task.FromResult("none");

    /// <summary>Compares what it has stored with what it acknowledged; null when it stores nothing.</summary>
    public abstract Task<Audit?> AuditAsync(RaceEvent raceEvent, Ledger ledger);

    public virtual ValueTask DisposeAsync() => Servers.DisposeAsync();
}
