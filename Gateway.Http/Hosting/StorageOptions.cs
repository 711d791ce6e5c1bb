namespace OrleansIot.Gateway.Hosting;

/// <summary>Where the data are. One section for both hosts: a silo stores there, a gateway only looks up the silos.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Folder of the embedded database, relative to the content root.</summary>
    public string? Path { get; set; }

    /// <summary>Connection string of PostgreSQL; its presence selects cluster mode. Holds a password: never shown.</summary>
    public string? Postgres { get; set; }

    public bool IsCluster => !string.IsNullOrWhiteSpace(Postgres);
}
