namespace OrleansIot.Gateway.Ota;

/// <summary>Gives some of a package's data, forward and once. One that has given nothing yet may still say that it cannot.</summary>
internal interface IContentReader : IDisposable
{
    /// <summary>The next bytes, at most <paramref name="room"/>'s; the last call has given all that was asked for.</summary>
    /// <exception cref="ContentGoneException">The package was deleted.</exception>
    ValueTask<int> ReadAsync(Memory<byte> room, CancellationToken cancellation);
}
