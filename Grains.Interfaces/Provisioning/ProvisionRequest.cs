using OrleansIot.Devices;

namespace OrleansIot.Provisioning;

/// <summary>A device asks to be registered (device API specification, section 6.1).</summary>
/// <param name="Attempt">One per HTTP request, and the id of the device that it creates: a request that is tried again finds its own device.</param>
/// <param name="Name">Null: make one up. Empty: it was blank, which is refused.</param>
/// <param name="Credentials">What it wants to prove itself with; null: they are of no use.</param>
/// <param name="Gateway">Whether it says to be a gateway.</param>
/// <param name="Now">When the request was received, milliseconds since 1970.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ProvisionRequest")]
public sealed record ProvisionRequest(
    [property: Id(0)] Guid Attempt,
    [property: Id(1)] string Key,
    [property: Id(2)] string Secret,
    [property: Id(3)] string? Name,
    [property: Id(4)] NewCredentials? Credentials,
    [property: Id(5)] bool Gateway,
    [property: Id(6)] long Now)
{
    /// <summary>Keeps key and secret out of logs.</summary>
    public override string ToString() => $"provision {Name}";
}
