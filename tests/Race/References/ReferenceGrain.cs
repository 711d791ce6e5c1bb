namespace OrleansIot.Race.References;

/// <summary>Writes its state with every call.</summary>
internal sealed class ReferenceGrain([PersistentState("device")] IPersistentState<ReferenceState> state) : Grain, IReferenceGrain
{
    public Task Store(long ts, double first, double second, double third)
    {
        var device = state.State;
        (device.Writes, device.Ts, device.First, device.Second, device.Third) = (device.Writes + 1, ts, first, second, third);
        return state.WriteStateAsync();
    }

    public Task<double[]> Read() => Task.FromResult<double[]>([state.State.First, state.State.Second, state.State.Third]);
}
