using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;
using Xunit;

namespace OrleansIot.Gateway.Tests.Polls;

/// <summary>Where the kernel tells nothing of the connection: its end has to tell.</summary>
public sealed class WatchedConnectionTests : IAsyncDisposable
{
    private readonly Pipe _client = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly DefaultConnectionContext _context;
    private readonly FakeTimeProvider _time = new();
    private readonly WatchedConnection _connection;
    private int _takenBack;

    public WatchedConnectionTests()
    {
        _context = new("1", new Duplex(_client.Reader, new Pipe().Writer), null!) { ConnectionClosed = _closed.Token };
        WatchedConnection.Attach(_context);
        _connection = _context.Features.Get<WatchedConnection>()!;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _closed.Dispose();
    }

    [Fact]
    public async Task a_reset_that_the_next_read_meets_takes_the_delivery_back_once()
    {
        Deliver();
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await _connection.ReadAsync(Cancellation));
        Assert.Equal(1, _takenBack);
        _closed.Cancel();
        Assert.Equal(1, _takenBack);
    }

    [Fact]
    public async Task a_reset_that_comes_while_the_server_waits_for_the_next_request_takes_the_delivery_back()
    {
        Deliver();
        var reading = _connection.ReadAsync(Cancellation);
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await reading);
        Assert.Equal(1, _takenBack);
    }

    [Fact]
    public async Task a_reset_takes_back_every_delivery_that_is_not_known_to_have_arrived()
    {
        Deliver();
        Deliver();
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await _connection.ReadAsync(Cancellation));
        Assert.Equal(2, _takenBack);
    }

    [Fact]
    public async Task a_reset_before_the_last_byte_is_the_writers_to_find()
    {
        var delivery = Watch();
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await _connection.ReadAsync(Cancellation));
        Assert.False(delivery.TryFlush());
        Assert.Equal(0, _takenBack);
    }

    [Fact]
    public async Task nothing_is_delivered_over_a_connection_that_has_ended()
    {
        Deliver();
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await _connection.ReadAsync(Cancellation));
        Assert.False(_connection.TryWatch(New()));
    }

    [Fact]
    public async Task an_orderly_end_means_that_the_client_has_it()
    {
        Deliver();
        await _client.Writer.CompleteAsync();
        Assert.True((await _connection.ReadAsync(Cancellation)).IsCompleted);
        _closed.Cancel();
        Assert.Equal(0, _takenBack);
    }

    [Fact]
    public async Task the_next_request_means_that_the_client_has_it()
    {
        Deliver();
        await _client.Writer.WriteAsync("GET"u8.ToArray(), Cancellation);
        _connection.AdvanceTo((await _connection.ReadAsync(Cancellation)).Buffer.End);
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await _connection.ReadAsync(Cancellation));
        Assert.Equal(0, _takenBack);
    }

    [Fact]
    public void a_connection_that_the_server_closes_itself_tells_nothing()
    {
        Deliver();
        _connection.Complete();
        _closed.Cancel();
        Assert.Equal(0, _takenBack);
    }

    [Fact]
    public async Task after_the_lease_nobody_asks_any_more()
    {
        Deliver();
        _time.Advance(PollTimes.Lease);
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await _connection.ReadAsync(Cancellation));
        Assert.Equal(0, _takenBack);
    }

    [Fact]
    public void the_server_hears_of_the_end_after_the_delivery_did()
    {
        Deliver();
        var isOver = false;
        using var registration = _context.ConnectionClosed.Register(() => isOver = !_connection.TryWatch(New()));
        _closed.Cancel();
        Assert.True(isOver);
    }

    private void Deliver() => Assert.True(Watch().TryFlush());

    private WatchedDelivery Watch()
    {
        var delivery = New();
        Assert.True(_connection.TryWatch(delivery));
        return delivery;
    }

    private WatchedDelivery New() => new(1, _time, () => _takenBack++);

    private void Reset() => _client.Writer.Complete(new ConnectionResetException("reset"));

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
