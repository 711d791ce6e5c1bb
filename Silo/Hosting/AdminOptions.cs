namespace OrleansIot.Silo.Hosting;

/// <summary>The tenant administrator that the first start on an empty database creates.</summary>
internal sealed class AdminOptions
{
    public const string Section = "Admin";

    public string Email { get; set; } = "tenant@example.org";

    /// <summary>Null or empty: one is generated and shown once.</summary>
    public string? Password { get; set; }
}
