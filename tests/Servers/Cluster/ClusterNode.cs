using System.Net;

namespace OrleansIot.Servers.Cluster;

/// <summary>A silo or a gateway: a process that may end and start again, with the same name, ports and settings.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly Func<IReadOnlyDictionary<string, string?>, ServerProcess> _start;
    private readonly Dictionary<string, string?> _environment;
    private ServerProcess? _process;
    private int _deaths;

    internal ClusterNode(string name, Func<IReadOnlyDictionary<string, string?>, ServerProcess> start, IPEndPoint endPoint, Dictionary<string, string?> environment) =>
        (Name, _start, EndPoint, _environment) = (name, start, endPoint, environment);

    /// <summary>For logs of a test: silo-1, gateway-2 …</summary>
    public string Name { get; }

    /// <summary>Where it serves HTTP: a gateway all of it, a silo health and, when it is co-hosted, the rest.</summary>
    public IPEndPoint EndPoint { get; }

    public Uri Address => Loopback.Http(EndPoint);

    public bool IsRunning => _process is { HasExited: false };

    public ServerProcess Process => _process ?? throw new InvalidOperationException($"{Name} was never started.");

    /// <summary>Starts it and does not wait.</summary>
    /// <param name="settings">Beyond those it always has, for this start only; null removes.</param>
    public void Launch(params (string Name, string? Value)[] settings)
    {
        if (IsRunning)
            throw new InvalidOperationException($"{Name} runs already.");
        var environment = new Dictionary<string, string?>(_environment);
        foreach (var (name, value) in settings)
            environment[name] = value;
        _process = _start(environment);
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public Task StartAsync()
    {
        Launch();
        return ReadyAsync();
    }

    public Task ReadyAsync() => Readiness.WaitAsync(Process, Address, "/health/ready");

    /// <summary>How often it was killed so far.</summary>
    public int Deaths => Volatile.Read(ref _deaths);

    /// <summary>kill -9; returns when it is gone.</summary>
    public Task KillAsync()
    {
        Interlocked.Increment(ref _deaths);
        return Process.KillAsync();
    }

    /// <summary>SIGTERM; returns its exit code.</summary>
    public Task<int> TerminateAsync() => Process.TerminateAsync();

    public override string ToString() => $"{Name}: {(_process is null ? "never started" : Process.Output + Process.Errors)}";

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
