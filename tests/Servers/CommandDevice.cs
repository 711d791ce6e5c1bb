using System.Globalization;
using System.Net;
using System.Text.Json;

namespace OrleansIot.Servers;

/// <summary>A device that fetches commands and replies to them, over connections of its own.</summary>
public sealed class CommandDevice(IPEndPoint endPoint, string token)
{
    /// <summary>Opens a connection and sends a poll on it.</summary>
    /// <param name="timeout">Milliseconds; negative: what there is at once.</param>
    public async Task<RawConnection> ParkAsync(int timeout)
    {
        var connection = await RawConnection.OpenAsync(endPoint);
        await connection.SendAsync("GET", string.Create(CultureInfo.InvariantCulture, $"/api/v1/{token}/rpc?timeout={timeout}"));
        return connection;
    }

    /// <summary>The command that a parked poll brings; null: none came in time.</summary>
    public static async Task<(int Id, string Method)?> ReceiveAsync(RawConnection connection, CancellationToken cancellation)
    {
        var (status, body) = await connection.ReceiveAsync(cancellation);
        if (status == (int)HttpStatusCode.RequestTimeout)
            return null;
        if (status != (int)HttpStatusCode.OK)
            throw new InvalidOperationException($"The poll was answered {status}: {body}");
        using var command = JsonDocument.Parse(body);
        return (command.RootElement.GetProperty("id").GetInt32(), command.RootElement.GetProperty("method").GetString()!);
    }

    /// <summary>Polls once, and reads the answer to its end.</summary>
    public async Task<(int Id, string Method)?> FetchAsync(int timeout, CancellationToken cancellation)
    {
        using var connection = await ParkAsync(timeout);
        return await ReceiveAsync(connection, cancellation);
    }

    /// <summary>Replies; the status of the answer.</summary>
    public async Task<int> ReplyAsync(int id, string body, CancellationToken cancellation)
    {
        using var connection = await RawConnection.OpenAsync(endPoint);
        await connection.SendAsync("POST", string.Create(CultureInfo.InvariantCulture, $"/api/v1/{token}/rpc/{id}"), body);
        return (await connection.ReceiveAsync(cancellation)).Status;
    }
}
