using System.Globalization;
using System.Net;
using System.Text;

namespace OrleansIot.Servers.Cluster;

/// <summary>A silo or a gateway: a process that dies and is started again in its place.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly string _executable;
    private readonly IReadOnlyDictionary<string, string?> _environment;
    private readonly Func<IReadOnlyDictionary<string, string?>, ServerProcess>? _launch;
    private readonly StringBuilder _history = new();
    private ServerProcess? _process;
    private int _deaths;

    /// <param name="launch">Starts the process instead; null: it is started as it is.</param>
    internal ClusterNode(
        string name,
        NodeKind kind,
        string executable,
        IPEndPoint http,
        IReadOnlyDictionary<string, string?> environment,
        Func<IReadOnlyDictionary<string, string?>, ServerProcess>? launch)
    {
        (Name, Kind, Http, _executable, _launch) = (name, kind, http, executable, launch);
        _environment = new Dictionary<string, string?>(environment) { ["ASPNETCORE_URLS"] = Loopback.Http(http).ToString() };
    }

    public string Name { get; }

    public NodeKind Kind { get; }

    /// <summary>Where it serves HTTP, or its health alone.</summary>
    public IPEndPoint Http { get; }

    /// <summary>Where other silos reach it; 0 for a gateway.</summary>
    public int SiloPort { get; internal init; }

    /// <summary>How often it was killed or ended so far.</summary>
    public int Deaths => Volatile.Read(ref _deaths);

    public ServerProcess Process => _process ?? throw new InvalidOperationException($"{Name} was never started.");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Everything that all its processes have written.</summary>
    public string Log => _process is null ? _history.ToString() : _history + _process.Output + _process.Errors;

    /// <summary>Starts it and does not wait.</summary>
    public void Start()
    {
        if (IsRunning)
            throw new InvalidOperationException($"{Name} runs.");
        _history.Clear().Append(Log);
        _process = _launch?.Invoke(_environment) ?? ServerProcess.Start(_executable, [], _environment);
    }

    public Task ReadyAsync() => Readiness.WaitAsync(Process, Loopback.Http(Http), "/health/ready");

    /// <summary>kill -9.</summary>
    public Task KillAsync()
    {
        Interlocked.Increment(ref _deaths);
        return Process.KillAsync();
    }

    /// <summary>SIGTERM; returns when it has ended, and throws when it ended badly.</summary>
    public async Task TerminateAsync()
    {
        var exit = await Process.TerminateAsync();
        Interlocked.Increment(ref _deaths);
        if (exit != 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Name} ended with {exit}.\n{Log}"));
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
