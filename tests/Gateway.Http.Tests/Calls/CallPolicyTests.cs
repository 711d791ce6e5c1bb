using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Messaging;
using OrleansIot.Gateway.Calls;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Tests.Calls;

public sealed class CallPolicyTests
{
    private const int Deadline = 10_000;

    private readonly RushingTime _time = new();
    private readonly CallPolicy _policy;
    private int _attempts;

    public CallPolicyTests() => _policy = new(Options.Create(new CallOptions { Deadline = Deadline }), _time);

    public static TheoryData<Type> FailuresOfTheWay => new(
        typeof(TimeoutException), typeof(SiloUnavailableException), typeof(ConnectionFailedException), typeof(OrleansMessageRejectionException),
        typeof(GatewayTooBusyException), typeof(ObjectDisposedException), typeof(SocketException), typeof(IOException));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(FailuresOfTheWay))]
    public async Task a_call_that_did_not_reach_the_grain_is_made_again_until_it_does(Type kind)
    {
        var failure = (Exception)RuntimeHelpers.GetUninitializedObject(kind);
        Assert.Equal(Outcome.Done, await RunAsync(attempt => attempt <= 3 ? throw failure : Outcome.Done));
        Assert.Equal(4, _attempts);
    }

    [Fact]
    public async Task what_the_grain_itself_throws_is_thrown_at_once()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(_ => throw new InvalidOperationException()));
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task an_activation_that_was_overtaken_is_asked_again_and_an_overloaded_one_is_not()
    {
        Assert.Equal(Outcome.Busy, await RunAsync(attempt => attempt <= 2 ? Outcome.Superseded : Outcome.Busy));
        Assert.Equal(3, _attempts);
    }

    [Fact]
    public async Task an_overtaken_activation_is_known_in_any_answer()
    {
        var answer = await _policy.RunAsync(() => Task.FromResult(_attempts++ == 0 ? new Answer<bool>(Outcome.Superseded, false, "moved") : true), Cancellation);
        Assert.True(answer.Value);
    }

    [Fact]
    public async Task at_the_deadline_it_gives_up_and_no_later()
    {
        var started = _time.GetUtcNow();
        await Assert.ThrowsAsync<CallExpiredException>(() => RunAsync(_ => throw new SiloUnavailableException()));
        Assert.True(_time.GetUtcNow() - started <= TimeSpan.FromMilliseconds(Deadline), "it went on after the deadline");
        Assert.True(_attempts > Deadline / 1_000, $"it gave up after {_attempts} attempts");
    }

    [Fact]
    public async Task an_attempt_that_is_never_answered_does_not_outlast_the_deadline()
    {
        await Assert.ThrowsAsync<CallExpiredException>(() => _policy.RunAsync(
            () => _attempts++ == 0 ? throw new TimeoutException() : new TaskCompletionSource<Outcome>().Task, Cancellation));
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task the_deadline_is_that_of_the_request_and_not_of_each_call_in_it()
    {
        var call = _policy.Begin();
        _time.Advance(TimeSpan.FromMilliseconds(Deadline));
        await Assert.ThrowsAsync<CallExpiredException>(() => _policy.RunAsync<Outcome>(call, () => throw new TimeoutException(), Cancellation));
    }

    [Fact]
    public async Task nobody_is_called_any_more_for_a_client_that_has_gone()
    {
        using var gone = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _policy.RunAsync<Outcome>(
            () =>
            {
                _attempts++;
                gone.Cancel();
                throw new SiloUnavailableException();
            },
            gone.Token));
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public void no_two_requests_have_the_same_attempt_id() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => _policy.Begin().Attempt).Distinct().Count());

    private Task<Outcome> RunAsync(Func<int, Outcome> call) => _policy.RunAsync(() => Task.FromResult(call(++_attempts)), Cancellation);
}
