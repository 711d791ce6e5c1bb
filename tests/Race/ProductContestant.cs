using System.Net;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>OrleansIot as it is built, in embedded mode.</summary>
internal sealed class ProductContestant : Contestant
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedServer _server;
    private ManagementApi? _api;
    private FleetDevice[] _fleet = [];

    private ProductContestant(string name)
        : base(name) => _server = EmbeddedServer.Launch(_folder.Path, environment: EmbeddedServer.KnownAdmin.Concat(Probe.Environment));

    public override ServerProcess Process => _server.Process;

    public override IPEndPoint EndPoint => _server.EndPoint;

    public override IReadOnlyList<string> Tokens => [.. _fleet.Select(d => d.Token)];

    /// <param name="prepare">What is done to it before its fleet comes.</param>
    public static async Task<Contestant> StartAsync(string name, int devices, Func<ManagementApi, Task>? prepare = null)
    {
        var contestant = new ProductContestant(name);
        await contestant._server.ReadyAsync();
        contestant._api = await contestant._server.LoginAsync();
        if (prepare is not null)
            await prepare(contestant._api);
        contestant._fleet = await Fleet.CreateAsync(contestant._api, devices);
        return contestant;
    }

    public override async Task<Audit?> AuditAsync(RaceEvent raceEvent, Ledger ledger)
    {
        // An access token may end while a long race runs: each audit logs in anew.
        _api?.Dispose();
        _api = await _server.LoginAsync();
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
        _folder.Dispose();
    }
}
