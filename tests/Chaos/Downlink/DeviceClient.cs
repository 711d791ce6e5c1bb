using System.Net;
using System.Net.Sockets;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Downlink;

/// <summary>A device's side of HTTP: one connection that is opened when it is needed; after a failure the next end point is asked.</summary>
internal sealed class DeviceClient(IReadOnlyList<IPEndPoint> endPoints, int first) : IDisposable
{
    /// <summary>Longer than a server may take for anything but a poll.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private int _endPoint = first;
    private WireConnection? _connection;

    /// <summary>The open connection; null when none can be had.</summary>
    public async Task<WireConnection?> ConnectAsync(CancellationToken stop)
    {
        if (_connection is not null)
            return _connection;
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(stop);
        guard.CancelAfter(Patience);
        try
        {
            return _connection = await WireConnection.OpenAsync(endPoints[_endPoint % endPoints.Count], guard.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            _endPoint++;
            return null;
        }
    }

    /// <summary>Sends and waits for the answer; null when there is none, and what became of the request is unknown.</summary>
    public async Task<WireResponse?> AskAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        if (await ConnectAsync(stop) is not { } connection)
            return null;
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(stop);
        guard.CancelAfter(Patience);
        try
        {
            await connection.SendAsync(request, guard.Token);
            if (await connection.ReadAsync(guard.Token) is not { } response)
            {
                Fail();
                return null;
            }

            if (response.IsLast)
                Close();
            return response;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            Fail();
            return null;
        }
    }

    /// <summary>Repeats the request until it is answered 200.</summary>
    /// <param name="missed">Told of every other answer, and with null of none.</param>
    public async Task InsistAsync(ReadOnlyMemory<byte> request, Random random, Action<WireResponse?> missed, CancellationToken stop)
    {
        while (true)
        {
            var response = await AskAsync(request, stop);
            if (response is { Status: 200 })
                return;
            missed(response);
            await Pause.AfterFailureAsync(random, stop);
        }
    }

    /// <summary>Gives the connection up because of a failure.</summary>
    public void Fail()
    {
        Close();
        _endPoint++;
    }

    public void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>The connection is cut with an error that the server sees.</summary>
    public void Reset()
    {
        _connection?.Reset();
        _connection = null;
    }

    public void Dispose() => Close();
}
