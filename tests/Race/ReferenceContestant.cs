using System.Globalization;
using System.Net;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>A reference server of this executable. It knows the fleet by the way tokens are named.</summary>
internal sealed class ReferenceContestant : Contestant
{
    private readonly TempFolder _folder = new();
    private readonly Reference _reference;
    private long _storedBefore;

    private ReferenceContestant(Reference reference, int devices)
        : base(reference.Title, isProduct: false)
    {
        _reference = reference;
        EndPoint = Loopback.FreeEndPoint();
        Devices = [.. Enumerable.Range(0, devices).Select(i => new FleetDevice(new Guid(i, 0, 0, new byte[8]), Fleet.Token(i)))];
    }

    public override IPEndPoint EndPoint { get; }

    public override IReadOnlyList<FleetDevice> Devices { get; }

    public static async Task<Contestant> StartAsync(Reference reference, int devices)
    {
        var contestant = new ReferenceContestant(reference, devices);
        try
        {
            await contestant.StartAsync();
            return contestant;
        }
        catch
        {
            await contestant.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a reference server with the garbage collector that web projects get.</summary>
    /// <param name="place">Folder or connection string of its database.</param>
    public static ServerProcess Launch(string kind, IPEndPoint endPoint, string place, IReadOnlyDictionary<string, string?> environment)
    {
        var all = new Dictionary<string, string?>(environment)
        {
            ["ASPNETCORE_URLS"] = Loopback.Http(endPoint).ToString(),
            ["DOTNET_gcServer"] = "1",
        };
        return ServerProcess.Start(Environment.ProcessPath!, ["serve", kind, place], all);
    }

    public override async Task<Audit?> AuditAsync(RaceEvent raceEvent, Ledger ledger)
    {
        if (!_reference.Stores.Contains(raceEvent.Key))
            return null;
        var total = await CountAsync();
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

    private async Task StartAsync()
    {
        var place = _folder.Path;
        if (_reference.NeedsPostgres)
            place = await (await Servers.StartPostgresAsync()).CreateDatabaseAsync();
        var process = Servers.Add(environment => Launch(_reference.Kind, EndPoint, place, environment));
        await Readiness.WaitAsync(process, Loopback.Http(EndPoint), "/");
    }

    private async Task<long> CountAsync()
    {
        using var http = new HttpClient { BaseAddress = Loopback.Http(EndPoint) };
        return long.Parse(await http.GetStringAsync("/count"), CultureInfo.InvariantCulture);
    }
}
