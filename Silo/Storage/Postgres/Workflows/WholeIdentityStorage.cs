using Orleans.Storage;

namespace OrleansIot.Silo.Storage.Postgres.Workflows;

/// <summary>
/// Orleans' ADO.NET storage knows a state by the grain's key and the name of the state alone, and takes keys that look like hexadecimal numbers for numbers: different grains
/// would share a row. Here the key is the grain's whole identity, behind a mark that no number has.
/// </summary>
internal sealed class WholeIdentityStorage(IGrainStorage inner) : IGrainStorage
{
    private const string Mark = "~";

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, Whole(grainId), grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.WriteStateAsync(stateName, Whole(grainId), grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, Whole(grainId), grainState);

    private static GrainId Whole(GrainId grainId) => GrainId.Create(grainId.Type, $"{Mark}{grainId}");
}
