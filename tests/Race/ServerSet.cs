using OrleansIot.Servers;
using OrleansIot.Servers.Postgres;

namespace OrleansIot.Race;

/// <summary>The processes that serve a contestant's requests together, and what they cost together.</summary>
internal sealed class ServerSet : IAsyncDisposable
{
    /// <summary>Of every database in a race: what somebody would set who has a machine for it.</summary>
    public static readonly string[] PostgresSettings = ["shared_buffers=512MB", "max_wal_size=4GB"];

    private readonly List<(ServerProcess Process, ServerProbe Probe)> _servers = [];
    private PostgresServer? _ownDatabase;
    private PostgresServer? _database;

    /// <summary>How many there are, the database counted as one.</summary>
    public int Count => _servers.Count + (_database is null ? 0 : 1);

    /// <summary>Processor time so far, the database's included.</summary>
    public TimeSpan ProcessorTime() => _servers.Aggregate(_database?.ProcessorTime() ?? TimeSpan.Zero, (sum, server) => sum + server.Process.ProcessorTime());

    /// <summary>Bytes allocated by managed code since the start.</summary>
    public long AllocatedBytes() => _servers.Sum(s => s.Probe.AllocatedBytes());

    /// <summary>Memory of the servers, after each has collected its garbage; without the database's.</summary>
    public long ResidentBytes()
    {
        foreach (var (_, probe) in _servers)
            probe.LiveBytes();
        return _servers.Sum(s => s.Process.ResidentBytes());
    }

    /// <summary>Starts the database; it ends with the set.</summary>
    public async Task<PostgresServer> StartPostgresAsync() => _database = _ownDatabase = await PostgresServer.StartAsync(PostgresSettings);

    /// <summary>Counts a database in that somebody else starts and ends.</summary>
    public void Include(PostgresServer database) => _database = database;

    /// <summary>Starts a server that the probe is loaded into; it ends with the set.</summary>
    /// <param name="launch">Gets what belongs into the server's environment.</param>
    public ServerProcess Add(Func<IReadOnlyDictionary<string, string?>, ServerProcess> launch)
    {
        var probe = new ServerProbe();
        var process = launch(probe.Environment);
        _servers.Add((process, probe));
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, probe) in Enumerable.Reverse(_servers))
        {
            await process.DisposeAsync();
            probe.Dispose();
        }

        if (_ownDatabase is not null)
            await _ownDatabase.DisposeAsync();
    }
}
