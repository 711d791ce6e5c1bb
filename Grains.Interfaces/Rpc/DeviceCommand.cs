namespace OrleansIot.Rpc;

/// <summary>What a device gets of a command.</summary>
/// <param name="Id">From 1, rising per device, never given twice.</param>
/// <param name="Params">Compact JSON as the caller spelt it; null where there are none.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.DeviceCommand")]
public sealed record DeviceCommand([property: Id(0)] int Id, [property: Id(1)] string Method, [property: Id(2)] byte[]? Params)
{
    /// <summary>About how many bytes it takes in memory and on the wire.</summary>
    public int Size => 64 + Method.Length + (Params?.Length ?? 0);
}
