using System.Net;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>OrleansIot as it is built, in one of its topologies.</summary>
internal sealed class ProductContestant : Contestant
{
    private readonly Topology _topology;
    private ManagementApi? _api;
    private FleetDevice[] _fleet = [];

    private ProductContestant(Topology topology)
        : base(topology.Title, isProduct: true) => _topology = topology;

    public override IPEndPoint EndPoint => _topology.EndPoint;

    public override IReadOnlyList<FleetDevice> Devices => _fleet;

    /// <param name="prepare">What is done to it before its fleet comes.</param>
    public static async Task<Contestant> StartAsync(Topology topology, int devices, Func<ManagementApi, Task>? prepare = null)
    {
        var contestant = new ProductContestant(topology);
        try
        {
            await topology.StartAsync(contestant.Servers);
            contestant._api = await contestant.LoginAsync();
            if (prepare is not null)
                await prepare(contestant._api);
            contestant._fleet = await Fleet.CreateAsync(contestant._api, devices);
            return contestant;
        }
        catch
        {
            await contestant.DisposeAsync();
            throw;
        }
    }

    public override async Task<string> AccessTokenAsync()
    {
        _api?.Dispose();
        _api = await LoginAsync();
        return _api.AccessToken;
    }

    public override async Task<Audit?> AuditAsync(RaceEvent raceEvent, Ledger ledger)
    {
        // An access token may end while a long race runs: each audit logs in anew.
        _api?.Dispose();
        _api = await LoginAsync();
        return raceEvent.Key switch
        {
            "telemetry" => await TelemetryAudit.RunAsync(_api, _fleet, ledger),
            "attributes" => await AttributeAudit.RunAsync(_api, _fleet, ledger),
            _ => null,
        };
    }

    public override async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await base.DisposeAsync();
        await _topology.DisposeAsync();
    }

    private Task<ManagementApi> LoginAsync() => ManagementApi.LoginAsync(Loopback.Http(EndPoint), EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword);
}
