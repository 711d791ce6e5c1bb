using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OrleansIot.Servers.Postgres;

/// <summary>
/// A PostgreSQL server of its own in a folder of its own, on loopback, as durable as a real one. It ends and its folder goes with its owner,
/// also when the owner is killed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Superuser = "orleansiot";
    private const int PortsToTry = 5;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync());

    private readonly string _folder;
    private readonly PostgresWatch _watch;
    private int _process;
    private int _databases;

    private PostgresServer(string folder, PostgresWatch watch) => (_folder, _watch) = (folder, watch);

    public IPEndPoint EndPoint { get; private set; } = null!;

    /// <summary>Where the server keeps its files.</summary>
    public string DataFolder => DataIn(_folder);

    /// <summary>What the server has written to its log.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(_folder, "log");

    /// <summary>The one server of this process, for tests that only want a database of their own.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <param name="settings">Settings as <c>name=value</c>, beyond those of every test server.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("orleansiot-pg-").FullName;
        await PostgresUser.GiveAsync(folder);
        // Names sort and fold by the rules of a language here, so that whoever relies on the order of bytes must say so.
        await ToolProcess.RunAsync(PostgresUser.Command("initdb",
            "-D", DataIn(folder), "-U", Superuser, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "en-US"));
        return await LaunchAsync(folder, settings);
    }

    /// <summary>Starts a server on a copy of another one's data.</summary>
    public static async Task<PostgresServer> StartFromAsync(string data)
    {
        var folder = Directory.CreateTempSubdirectory("orleansiot-pg-").FullName;
        await ToolProcess.RunAsync(["cp", "-a", data, DataIn(folder)]);
        await PostgresUser.GiveAsync(folder);
        return await LaunchAsync(folder, []);
    }

    /// <summary>Makes an empty database and gives its connection string.</summary>
    /// <param name="template">A database that nobody is connected to, to be copied; null: an empty one.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync("postgres", template is null ? $"create database {name}" : $"create database {name} template {template}");
        return ConnectionString(name);
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = EndPoint.Address.ToString(),
        Port = EndPoint.Port,
        Username = Superuser,
        Database = database,
        // A killed server leaves broken connections in a pool; tests that kill want to meet them.
        IncludeErrorDetail = true,
    }.ToString();

    /// <summary>Runs a statement as the superuser, on a connection of its own.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Processor time of all its processes so far, those of connections that have ended included.</summary>
    public TimeSpan ProcessorTime() =>
        ProcessTable.ChildrenOf(_process).Aggregate(ProcessTable.ProcessorTime(_process, withEnded: true), (sum, child) => sum + ProcessTable.ProcessorTime(child));

    /// <summary>kill -9 of every process of the server, as when the machine loses them all; returns when they are gone.</summary>
    public async Task KillAsync()
    {
        // A server that stands still makes no more children.
        _ = Libc.Kill(_process, Libc.Pause);
        int[] all = [_process, .. ProcessTable.ChildrenOf(_process)];
        foreach (var process in all)
            _ = Libc.Kill(process, Libc.Kill9);
        foreach (var process in all)
            await EndedAsync(process);
    }

    /// <summary>Everything of the server stands still: connections are taken by the kernel, and nobody answers.</summary>
    public void Pause()
    {
        PauseProcess(_process);
        foreach (var process in ProcessTable.ChildrenOf(_process))
            PauseProcess(process);
    }

    public void Continue()
    {
        foreach (var process in (int[])[.. ProcessTable.ChildrenOf(_process), _process])
            ContinueProcess(process);
    }

    /// <param name="process">One that serves a connection.</param>
    public static void PauseProcess(int process) => _ = Libc.Kill(process, Libc.Pause);

    public static void ContinueProcess(int process) => _ = Libc.Kill(process, Libc.Continue);

    /// <summary>Ends it as an operator would: open transactions are broken off, everything committed is kept.</summary>
    public async Task StopAsync()
    {
        _ = Libc.Kill(_process, Libc.Interrupt);
        await EndedAsync(_process);
    }

    /// <summary>Starts it on the port it had; returns when it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        if (!await TryStartAsync(EndPoint))
            throw new InvalidOperationException($"The PostgreSQL server did not start again.\n{Log}");
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private static string DataIn(string folder) => Path.Combine(folder, "data");

    private static async Task<PostgresServer> LaunchAsync(string folder, string[] settings)
    {
        string[] all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "shared_buffers=64MB", "lc_messages=C", .. settings];
        var server = new PostgresServer(folder, new(folder, PostgresUser.Command("postgres", ["-D", DataIn(folder), .. all.SelectMany(s => (string[])["-c", s])])));
        try
        {
            await server.StartOnAnyPortAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task StartOnAnyPortAsync()
    {
        for (var i = 0; i < PortsToTry; i++)
        {
            if (await TryStartAsync(Loopback.FreeEndPoint()))
                return;
        }

        throw new InvalidOperationException($"The PostgreSQL server did not start.\n{Log}");
    }

    private async Task<bool> TryStartAsync(IPEndPoint endPoint)
    {
        EndPoint = endPoint;
        _process = await _watch.StartServerAsync(endPoint.Port);
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (ProcessTable.IsRunning(_process))
        {
            if (await AnswersAsync())
                return true;
            guard.Token.ThrowIfCancellationRequested();
            await Task.Delay(Tick, TimeProvider.System, CancellationToken.None);
        }

        return false;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("postgres", "select 1");
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException)
        {
            return false;
        }
    }

    private static async Task EndedAsync(int process)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (ProcessTable.IsRunning(process))
            await Task.Delay(Tick, TimeProvider.System, guard.Token);
    }
}
