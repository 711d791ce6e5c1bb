namespace OrleansIot.Servers.Cluster;

/// <summary>How a cluster of a test looks.</summary>
public sealed record ClusterPlan(int Silos = 2, int Gateways = 1)
{
    /// <summary>Whether the silos serve HTTP as well.</summary>
    public bool CoHosted { get; init; }

    /// <summary>A PostgreSQL server that the test may kill; else a database on the one that all tests of the process share.</summary>
    public bool OwnPostgres { get; init; }

    /// <summary>Milliseconds between "not ready" and closing the doors.</summary>
    public int DrainDelay { get; init; } = 300;

    /// <summary>Settings of all processes, as environment variables.</summary>
    public IReadOnlyList<(string Name, string? Value)> Settings { get; init; } = [];
}
