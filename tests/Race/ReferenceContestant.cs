using System.Globalization;
using System.Net;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>A reference server of this executable. It knows the fleet by the way tokens are named.</summary>
internal sealed class ReferenceContestant : Contestant
{
    private readonly TempFolder _folder = new();
    private readonly bool _stores;
    private long _storedBefore;

    private ReferenceContestant(string name, string kind, int devices)
        : base(name)
    {
        _stores = kind == "sqlite";
        EndPoint = Loopback.FreeEndPoint();
        Tokens = [.. Enumerable.Range(0, devices).Select(Fleet.Token)];
        Process = Launch(kind, EndPoint, _folder, Probe.Environment);
    }

    public override ServerProcess Process { get; }

    public override IPEndPoint EndPoint { get; }

    public override IReadOnlyList<string> Tokens { get; }

    public static async Task<Contestant> StartAsync(string name, string kind, int devices)
    {
        var contestant = new ReferenceContestant(name, kind, devices);
        await Readiness.WaitAsync(contestant.Process, Loopback.Http(contestant.EndPoint), "/");
        return contestant;
    }

    /// <summary>Starts a reference server with the garbage collector that web projects get.</summary>
    public static ServerProcess Launch(string kind, IPEndPoint endPoint, TempFolder folder, IReadOnlyDictionary<string, string?> environment)
    {
        var all = new Dictionary<string, string?>(environment)
        {
            ["ASPNETCORE_URLS"] = Loopback.Http(endPoint).ToString(),
            ["DOTNET_gcServer"] = "1",
        };
        return ServerProcess.Start(Environment.ProcessPath!, ["serve", kind, folder.Path], all);
    }

    public override async Task<Audit?> AuditAsync(RaceEvent raceEvent, Ledger ledger)
    {
        if (!_stores || raceEvent.Key != "telemetry")
            return null;
        using var http = new HttpClient { BaseAddress = Loopback.Http(EndPoint) };
        var total = long.Parse(await http.GetStringAsync("/count"), CultureInfo.InvariantCulture) / 3;
        var stored = total - _storedBefore;
        _storedBefore = total;
        var holds = stored >= ledger.TotalAcknowledged && stored <= ledger.TotalSent;
        return new Audit(ledger.TotalAcknowledged, stored, holds ? [] : ["the counts differ"]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
