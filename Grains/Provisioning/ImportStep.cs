namespace OrleansIot.Grains.Provisioning;

/// <summary>Which lines of a bulk import a batch deals with.</summary>
/// <param name="Lines">The line of each device, rising.</param>
/// <param name="Unreadable">Lines among them that could not be read, rising.</param>
/// <param name="Now">Milliseconds since 1970.</param>
public sealed record ImportStep(Guid Import, long[] Lines, long[] Unreadable, long Now);
