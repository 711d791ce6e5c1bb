namespace OrleansIot.Gateway.Hosting;

/// <summary>Who may say on whose behalf a request comes.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxies";

    /// <summary>
    /// Addresses and networks of the load balancers, separated by commas: <c>10.0.0.7, 10.1.0.0/16</c>. From them <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>
    /// count; from everybody else they are what a stranger says. Null: from nobody.
    /// </summary>
    public string? Known { get; set; }
}
