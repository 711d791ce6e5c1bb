using System.Net;

namespace OrleansIot.Servers.Cluster;

/// <summary>How a cluster of a test looks.</summary>
public sealed record ClusterPlan(int Silos = 2, int Gateways = 1)
{
    /// <summary>Whether the silos serve HTTP as well.</summary>
    public bool CoHosted { get; init; }

    /// <summary>A PostgreSQL server that the test may kill; else a database on the one that all tests of the process share.</summary>
    public bool OwnPostgres { get; init; }

    /// <summary>Settings of its own server, as <c>name=value</c>, beyond those of every test server.</summary>
    public IReadOnlyList<string> PostgresSettings { get; init; } = [];

    /// <summary>Milliseconds between "not ready" and closing the doors.</summary>
    public int DrainDelay { get; init; } = 300;

    /// <summary>Settings of all processes, as environment variables.</summary>
    public IReadOnlyList<(string Name, string? Value)> Settings { get; init; } = [];

    /// <summary>The address at which a node, by its name, serves HTTP and is found by other silos; loopback unless it is told otherwise.</summary>
    public Func<string, IPAddress> AddressOf { get; init; } = _ => IPAddress.Loopback;

    /// <summary>Starts an executable with an environment, for whom the process itself is not enough.</summary>
    public Func<string, IReadOnlyDictionary<string, string?>, ServerProcess> Starter { get; init; } = (executable, environment) => ServerProcess.Start(executable, [], environment);
}
