using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansIot.Gateway.Polls;

/// <summary>Watches the connections of a Kestrel server, so that a delivery whose connection breaks is offered again.</summary>
public static class WatchedConnections
{
    public static void WatchConnections(this KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection =>
    {
        WatchedConnection.Attach(connection);
        return next(connection);
    }));
}
