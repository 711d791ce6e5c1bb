using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OrleansIot.Gateway.Polls;

/// <summary>Watches the connections of a Kestrel server, so that a delivery whose connection breaks is taken back.</summary>
public static class WatchedConnections
{
    public static void WatchConnections(this KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => async connection =>
    {
        var time = kestrel.ApplicationServices.GetRequiredService<TimeProvider>();
        var watched = new WatchedConnection(connection.Transport.Input, connection.Transport.Output, time);
        connection.Transport = watched;
        connection.Features.Set(watched);
        try
        {
            await next(connection);
        }
        finally
        {
            watched.End();
        }
    }));
}
