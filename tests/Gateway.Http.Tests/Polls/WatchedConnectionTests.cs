using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;
using Xunit;

namespace OrleansIot.Gateway.Tests.Polls;

public sealed class WatchedConnectionTests
{
    private readonly Pipe _client = new();
    private readonly FakeTimeProvider _time = new();
    private readonly WatchedConnection _connection;
    private int _broken;

    public WatchedConnectionTests()
    {
        _connection = new(_client.Reader, new Pipe().Writer, _time);
        _connection.Watch(() => _broken++);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_reset_that_the_next_read_meets_takes_the_delivery_back_once()
    {
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await _connection.ReadAsync(Cancellation));
        Assert.Equal(1, _broken);
        _connection.End();
        Assert.Equal(1, _broken);
    }

    [Fact]
    public async Task a_reset_that_comes_while_the_server_waits_for_the_next_request_takes_the_delivery_back()
    {
        var reading = _connection.ReadAsync(Cancellation);
        Reset();
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await reading);
        Assert.Equal(1, _broken);
    }

    [Fact]
    public void a_reset_that_no_read_meets_takes_the_delivery_back_when_the_server_gives_the_connection_up()
    {
        Reset();
        _connection.End();
        Assert.Equal(1, _broken);
    }

    [Fact]
    public async Task an_orderly_end_means_that_the_client_has_it()
    {
        await _client.Writer.CompleteAsync();
        Assert.True((await _connection.ReadAsync(Cancellation)).IsCompleted);
        _connection.End();
        Assert.Equal(0, _broken);
    }

    [Fact]
    public async Task the_next_request_means_that_the_client_has_it()
    {
        await _client.Writer.WriteAsync("GET"u8.ToArray(), Cancellation);
        _connection.AdvanceTo((await _connection.ReadAsync(Cancellation)).Buffer.End);
        Reset();
        _connection.End();
        Assert.Equal(0, _broken);
    }

    [Fact]
    public void a_connection_that_the_server_closes_itself_tells_nothing()
    {
        _connection.End();
        Assert.Equal(0, _broken);
    }

    [Fact]
    public void after_the_lease_nobody_asks_any_more()
    {
        _time.Advance(PollTimes.Lease);
        Reset();
        _connection.End();
        Assert.Equal(0, _broken);
    }

    private void Reset() => _client.Writer.Complete(new ConnectionResetException("reset"));
}
