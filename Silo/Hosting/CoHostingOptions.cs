namespace OrleansIot.Silo.Hosting;

/// <summary>Whether a silo serves HTTP.</summary>
internal sealed class CoHostingOptions
{
    public const string Section = "Gateway";

    /// <summary>
    /// True: this silo serves HTTP, which saves its own devices the way over the network. False: gateways are processes of their own, so that a flood of requests
    /// cannot keep a silo from answering the others.
    /// </summary>
    public bool CoHosted { get; set; } = true;
}
