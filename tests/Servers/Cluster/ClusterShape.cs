namespace OrleansIot.Servers.Cluster;

/// <summary>What a cluster consists of.</summary>
/// <param name="Gateways">0: the silos serve HTTP themselves.</param>
/// <param name="IsBalanced">Whether HAProxy stands in front, as the project configures it. It balances two.</param>
public sealed record ClusterShape(int Silos, int Gateways, bool IsBalanced)
{
    /// <summary>Added to the environment of every node.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Settings of the database beyond those of every test server, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> PostgresSettings { get; init; } = [];

    /// <summary>Starts a node in a way of its own; null: as it is.</summary>
    public Func<NodeKind, string, IReadOnlyDictionary<string, string?>, ServerProcess>? Launch { get; init; }
}
