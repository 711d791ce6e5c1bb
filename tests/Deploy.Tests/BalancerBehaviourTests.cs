using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OrleansIot.Servers;

namespace OrleansIot.Deploy;

/// <summary>What devices and gateways may rely on when HAProxy stands between them.</summary>
public sealed class BalancerBehaviourTests
{
    private const string Poll = "GET /api/v1/SomeToken/rpc HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Read = "GET /api/v1/SomeToken/attributes HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Post = "POST /api/v1/SomeToken/telemetry HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_408_of_ours_passes_as_it_is_and_the_connection_stays()
    {
        await using var gateway = new ToyGateway((request, stream) => ToyGateway.WriteAsync(stream, request.Path.EndsWith("rpc", StringComparison.Ordinal)
            ? "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        await using var balancer = await Balancer.StartAsync(gateway.EndPoint, gateway.EndPoint);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await Balancer.AskAsync(client, Poll);
            Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("close", answer, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith("HTTP/1.1 200 ", await Balancer.AskAsync(client, Post), StringComparison.Ordinal);
        }
        Assert.Equal(6, gateway.Requests);
    }

    [Fact]
    public async Task a_poll_whose_device_hangs_up_is_broken_off_at_its_gateway()
    {
        var arrived = new TaskCompletionSource();
        var seen = new TaskCompletionSource();
        await using var gateway = new ToyGateway(async (_, stream) =>
        {
            arrived.TrySetResult();
            try
            {
                Assert.Equal(0, await stream.ReadAsync(new byte[1]));
            }
            finally
            {
                seen.TrySetResult();
            }
        });
        await using var balancer = await Balancer.StartAsync(gateway.EndPoint, gateway.EndPoint);
        using (var client = await balancer.ConnectAsync())
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Poll), Cancellation);
            await arrived.Task;
            Assert.False(seen.Task.IsCompleted);
        }
        await seen.Task.WaitAsync(ServerProcess.HangGuard, Cancellation);
    }

    [Fact]
    public async Task an_answer_goes_on_as_it_comes()
    {
        var rest = new TaskCompletionSource();
        await using var gateway = new ToyGateway(async (_, stream) =>
        {
            await ToyGateway.WriteAsync(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            await rest.Task;
            await ToyGateway.WriteAsync(stream, "6\r\nsecond\r\n0\r\n\r\n");
        });
        await using var balancer = await Balancer.StartAsync(gateway.EndPoint, gateway.EndPoint);
        using var client = await balancer.ConnectAsync();
        var read = await Balancer.AskAsync(client, Read);
        while (!read.Contains("first", StringComparison.Ordinal))
            read += await Balancer.ReadAsync(client.GetStream());
        rest.SetResult();
        while (!read.Contains("second", StringComparison.Ordinal))
            read += await Balancer.ReadAsync(client.GetStream());
    }

    [Fact]
    public async Task a_client_that_closes_its_side_after_a_post_gets_its_answer()
    {
        await using var gateway = new ToyGateway((_, stream) => ToyGateway.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        await using var balancer = await Balancer.StartAsync(gateway.EndPoint, gateway.EndPoint);
        using var client = await balancer.ConnectAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Post), Cancellation);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.StartsWith("HTTP/1.1 200 ", await Balancer.ReadAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_post_that_got_no_answer_is_not_repeated_and_the_device_is_told_so()
    {
        await using var gateway = new ToyGateway((_, _) => throw new InvalidOperationException("killed"));
        await using var balancer = await Balancer.StartAsync(gateway.EndPoint, gateway.EndPoint);
        using var client = await balancer.ConnectAsync();
        var answer = await Balancer.AskAsync(client, Post);
        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.Contains("retry-after: 1", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("{\"status\":502,\"message\":\"", answer, StringComparison.Ordinal);
        Assert.Equal(1, gateway.Requests);
    }

    [Theory]
    [InlineData(Read)]
    [InlineData(Poll)]
    public async Task a_read_or_a_poll_whose_gateway_was_killed_is_answered_by_another(string request)
    {
        await using var killed = new ToyGateway((_, _) => throw new InvalidOperationException("killed"));
        await using var other = new ToyGateway((_, stream) => ToyGateway.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        await using var balancer = await Balancer.StartAsync(killed.EndPoint, other.EndPoint);
        for (var i = 0; i < 4; i++)
        {
            using var client = await balancer.ConnectAsync();
            Assert.StartsWith("HTTP/1.1 200 ", await Balancer.AskAsync(client, request), StringComparison.Ordinal);
        }
        Assert.NotEqual(0, killed.Requests);
    }

    [Fact]
    public async Task a_poll_that_is_repeated_says_when_it_came_first_whatever_the_client_says()
    {
        var first = new TaskCompletionSource<string>();
        var second = new TaskCompletionSource<string>();
        await using var killed = new ToyGateway((request, _) =>
        {
            first.TrySetResult(request.Start);
            // Long enough for the second to have another number.
            while (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(request.Start[2..], CultureInfo.InvariantCulture)) + TimeSpan.FromMilliseconds(5) > TimeProvider.System.GetUtcNow())
                Thread.Yield();
            throw new InvalidOperationException("killed");
        });
        await using var other = new ToyGateway((request, stream) =>
        {
            second.TrySetResult(request.Start);
            return ToyGateway.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        await using var balancer = await Balancer.StartAsync(killed.EndPoint, other.EndPoint);
        while (!first.Task.IsCompleted)
        {
            second = new();
            using var client = await balancer.ConnectAsync();
            Assert.StartsWith("HTTP/1.1 200 ", await Balancer.AskAsync(client, "GET /api/v1/SomeToken/rpc HTTP/1.1\r\nHost: x\r\nX-Request-Start: t=7\r\n\r\n"), StringComparison.Ordinal);
        }
        Assert.Matches("^t=[0-9]{13}$", await first.Task);
        Assert.Equal(await first.Task, await second.Task);
    }

    [Theory]
    [InlineData("", "127.0.0.1")]
    [InlineData("X-Forwarded-For: 198.51.100.1\r\n", "198.51.100.1, 127.0.0.1")]
    public async Task a_gateway_is_told_the_clients_address_behind_whatever_the_client_says(string header, string forwarded)
    {
        var told = new TaskCompletionSource<string>();
        await using var gateway = new ToyGateway((request, stream) =>
        {
            told.TrySetResult(request.ForwardedFor);
            return ToyGateway.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        await using var balancer = await Balancer.StartAsync(gateway.EndPoint, gateway.EndPoint);
        using var client = await balancer.ConnectAsync();
        await Balancer.AskAsync(client, $"GET /api/v1/SomeToken/attributes HTTP/1.1\r\nHost: x\r\n{header}\r\n");
        Assert.Equal(forwarded, await told.Task);
    }

    [Fact]
    public async Task a_gateway_that_drains_is_sent_nothing_more_and_no_token_is_in_the_log()
    {
        await using var draining = new ToyGateway((_, stream) => ToyGateway.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        await using var other = new ToyGateway((_, stream) => ToyGateway.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        await using var balancer = await Balancer.StartAsync(draining.EndPoint, other.EndPoint);
        using var client = await balancer.ConnectAsync();
        await Balancer.AskAsync(client, Post);
        draining.IsReady = false;
        await balancer.LoggedAsync("Server polls/gateway-1 is DOWN");
        var before = draining.Requests;
        for (var i = 0; i < 6; i++)
        {
            Assert.StartsWith("HTTP/1.1 200 ", await Balancer.AskAsync(client, Post), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200 ", await Balancer.AskAsync(client, Poll), StringComparison.Ordinal);
        }
        Assert.Equal(before, draining.Requests);
        Assert.DoesNotContain("SomeToken", balancer.Log, StringComparison.Ordinal);
    }
}
