namespace OrleansIot.Gateway.Hosting;

/// <summary>How many silos this gateway is connected to, as the Orleans client tells.</summary>
internal sealed class ConnectedSilos
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Take(object? client, GatewayCountChangedEventArgs change) => Volatile.Write(ref _count, change.NumberOfConnectedGateways);
}
