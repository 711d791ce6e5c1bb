using OrleansIot.Servers;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Chaos.Kills;

/// <summary>Silos that the others voted out of the cluster, read from the membership table, and which of them were alive and well.</summary>
internal sealed class Evictions(ChaosCluster cluster)
{
    private const string Newest = "select max(generation) from orleans_silo where silo_name = '";
    private const string VotedOut = "select silo_name, generation from orleans_silo where status = 6 and coalesce(suspect_times, '') <> ''";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<(string Silo, int Generation)> _expected = [];

    /// <summary>The silo that runs under this name now is going to be killed or cut off: the others may vote it out.</summary>
    public async Task ExpectAsync(ClusterNode silo) => _expected.Add((silo.Name, await cluster.QueryAsync($"{Newest}{silo.Name}'", r => r.Read() ? r.GetInt32(0) : 0)));

    /// <summary>Waits until every silo that is expected to go is voted out.</summary>
    public async Task HappenedAsync()
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!_expected.IsSubsetOf(await ReadVotedOutAsync()))
            await Task.Delay(Look, TimeProvider.System, guard.Token);
    }

    /// <summary>How many were voted out, and those that should not have been.</summary>
    public async Task<(int VotedOut, IReadOnlyList<string> Unexpected)> CountAsync()
    {
        var votedOut = await ReadVotedOutAsync();
        return (votedOut.Count, [.. votedOut.Where(v => !_expected.Contains(v)).Select(v => v.Silo)]);
    }

    private Task<List<(string Silo, int Generation)>> ReadVotedOutAsync() => cluster.QueryAsync(VotedOut, reader =>
    {
        var rows = new List<(string Silo, int Generation)>();
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetInt32(1)));
        return rows;
    });
}
