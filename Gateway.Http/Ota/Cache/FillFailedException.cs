namespace OrleansIot.Gateway.Ota;

/// <summary>A file of the cache could not be filled; its reader goes on without the cache.</summary>
internal sealed class FillFailedException(Exception inner) : Exception("A file of the cache could not be filled.", inner);
