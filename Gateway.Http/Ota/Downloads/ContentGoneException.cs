namespace OrleansIot.Gateway.Ota;

/// <summary>The data of a package was deleted while somebody was about to read it.</summary>
internal sealed class ContentGoneException() : Exception("The package was deleted.");
