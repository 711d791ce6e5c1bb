using OrleansIot.Values;

namespace OrleansIot.Gateway.Http;

/// <summary>Saving an entity with the version that the caller has read.</summary>
internal static class Versions
{
    /// <summary>Whether a conflict is about the version rather than a taken name: then the current version is not the expected one.</summary>
    public static async ValueTask<bool> HasMovedAsync(Outcome outcome, long? expected, Func<Task<long?>> current) =>
        outcome == Outcome.Conflict && expected is not null && await current() is { } now && now != expected;
}
