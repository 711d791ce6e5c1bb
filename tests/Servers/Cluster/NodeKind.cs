namespace OrleansIot.Servers.Cluster;

/// <summary>What a node of a cluster does.</summary>
public enum NodeKind
{
    /// <summary>Holds the devices; serves HTTP only where the shape has no gateways.</summary>
    Silo,

    /// <summary>Serves HTTP.</summary>
    Gateway,
}
