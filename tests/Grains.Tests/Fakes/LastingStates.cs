using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>States of grains that outlive their silo.</summary>
internal sealed class LastingStates : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), (object? State, int Version)> _states = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = _states.TryGetValue((stateName, grainId), out var stored);
        grainState.State = found ? (T)stored.State! : Activator.CreateInstance<T>();
        grainState.ETag = found ? stored.Version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = found;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var next = (grainState.ETag is null ? 0 : int.Parse(grainState.ETag, CultureInfo.InvariantCulture)) + 1;
        var stored = _states.AddOrUpdate(
            (stateName, grainId),
            _ => ((object?)grainState.State, next),
            (_, old) => old.Version == next - 1 ? ((object?)grainState.State, next) : throw new InconsistentStateException("Somebody else has written."));
        grainState.ETag = stored.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _states.TryRemove((stateName, grainId), out _);
        return ReadStateAsync(stateName, grainId, grainState);
    }
}
