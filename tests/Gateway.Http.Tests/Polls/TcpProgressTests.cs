using System.Net;
using System.Net.Sockets;
using OrleansIot.Gateway.Polls;
using Xunit;

namespace OrleansIot.Gateway.Tests.Polls;

/// <summary>What the kernel says of real connections on loopback. What is under way there needs no clock: it is asked again until it has happened.</summary>
public sealed class TcpProgressTests : IDisposable
{
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
    private readonly Socket _server;

    public TcpProgressTests()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _client.Connect(listener.LocalEndpoint);
        _server = listener.AcceptSocket();
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task bytes_that_the_other_side_has_are_acknowledged_and_counted()
    {
        var before = TcpProgress.Of(_server)!.Value.Acknowledged;
        _server.Send(new byte[100]);
        Assert.Equal(before + 100, (await UntilAsync(p => p.IsAllAcknowledged && p.Acknowledged > before)).Acknowledged);
    }

    [Fact]
    public async Task bytes_for_which_the_other_side_has_no_room_are_not_acknowledged()
    {
        _server.Blocking = false;
        ulong sent = 0;
        SocketError error;
        do
        {
            sent += (ulong)_server.Send(new byte[65_536], SocketFlags.None, out error);
        }
        while (error == SocketError.Success);
        Assert.Equal(SocketError.WouldBlock, error);
        _client.Shutdown(SocketShutdown.Send);
        _server.Blocking = true;
        Assert.Equal(0, await _server.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        var progress = TcpProgress.Of(_server)!.Value;
        Assert.False(progress.IsClosed || progress.IsAllAcknowledged);
        Assert.True(progress.Acknowledged < sent);
    }

    [Fact]
    public async Task a_reset_closes()
    {
        _client.LingerState = new(true, 0);
        _client.Dispose();
        await UntilAsync(p => p.IsClosed);
    }

    [Fact]
    public void a_socket_that_is_gone_is_closed_and_no_socket_tells_nothing()
    {
        _server.Dispose();
        Assert.True(TcpProgress.Of(_server)!.Value.IsClosed);
        Assert.Null(TcpProgress.Of(null));
    }

    private async Task<TcpProgress> UntilAsync(Func<TcpProgress, bool> hasHappened)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (TcpProgress.Of(_server) is { } progress && hasHappened(progress))
                return progress;
            await Task.Yield();
        }
    }
}
