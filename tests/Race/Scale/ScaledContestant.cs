using System.Net;
using Npgsql;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Scale;

/// <summary>The running product as one with another fleet. What it has stored is counted in the database: reading it all back would take longer than the race.</summary>
internal sealed class ScaledContestant(ServerSet servers, IPEndPoint endPoint, NpgsqlDataSource database, IReadOnlyList<FleetDevice> devices) : Contestant("OrleansIot", isProduct: true)
{
    public override ServerSet Servers => servers;

    public override IPEndPoint EndPoint => endPoint;

    public override IReadOnlyList<FleetDevice> Devices => devices;

    public override async Task<Audit?> AuditAsync(RaceEvent raceEvent, Ledger ledger)
    {
        var longest = Enumerable.Range(0, ledger.Devices).Max(ledger.Sent);
        await using var command = database.CreateCommand("select count(*) / 3 from reading where ts >= $1 and ts < $2");
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = ledger.BaseTs });
        command.Parameters.Add(new() { Value = ledger.BaseTs + longest });
        var stored = (long)(await command.ExecuteScalarAsync())!;
        var holds = stored >= ledger.TotalAcknowledged && stored <= ledger.TotalSent;
        return new Audit(ledger.TotalAcknowledged, stored, holds ? [] : ["the counts differ"]);
    }

    /// <summary>Nothing here is its own.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
