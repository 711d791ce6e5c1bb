using System.Globalization;
using System.Net;

namespace OrleansIot.Servers;

/// <summary>A device that polls for updates of its shared attributes, over connections of its own.</summary>
public sealed class UpdatesDevice(IPEndPoint endPoint, string token)
{
    /// <summary>Opens a connection and sends a poll on it.</summary>
    /// <param name="timeout">Milliseconds; negative: what there is at once.</param>
    public async Task<RawConnection> ParkAsync(int timeout)
    {
        var connection = await RawConnection.OpenAsync(endPoint);
        await connection.SendAsync("GET", string.Create(CultureInfo.InvariantCulture, $"/api/v1/{token}/attributes/updates?timeout={timeout}"));
        return connection;
    }

    /// <summary>Polls once, and reads the answer to its end.</summary>
    public async Task<(int Status, string Body)> PollAsync(int timeout, CancellationToken cancellation)
    {
        using var connection = await ParkAsync(timeout);
        return await connection.ReceiveAsync(cancellation);
    }
}
