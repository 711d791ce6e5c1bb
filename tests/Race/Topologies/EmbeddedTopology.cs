using System.Net;
using OrleansIot.Servers;

namespace OrleansIot.Race;

/// <summary>One process with its database in a folder.</summary>
internal sealed class EmbeddedTopology() : Topology("OrleansIot embedded")
{
    private readonly TempFolder _folder = new();

    public override IPEndPoint EndPoint { get; } = Loopback.FreeEndPoint();

    public override Task StartAsync(ServerSet servers)
    {
        var process = servers.Add(environment => EmbeddedServer.Launch(_folder.Path, EndPoint, EmbeddedServer.KnownAdmin.Concat(environment)).Process);
        return Readiness.WaitAsync(process, Loopback.Http(EndPoint), "/health/ready");
    }

    /// <summary>The process has ended with the set.</summary>
    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
