using System.Net;
using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansIot.Devices;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Polls;
using OrleansIot.Polls;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Tests.Polls;

/// <summary>A delivery that is lost on its way from a silo that lives: the beats tell, and what is parked there asks again.</summary>
public sealed class LostDeliveryTests : IDisposable
{
    private static readonly SiloAddress Silo = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly PollLot _lot;

    public LostDeliveryTests() => _lot = new(
        DispatchProxy.Create<IGrainFactory, Grains>(), Options.Create(new PollOptions()), Options.Create(new CallOptions()), _time, DispatchProxy.Create<IHostApplicationLifetime, Lifetime>(), NullLogger<PollLot>.Instance);

    private IGatewayObserver Observer => _lot;

    public void Dispose() => _lot.Dispose();

    [Fact]
    public async Task polls_of_a_silo_whose_delivery_was_lost_are_parked_again_once()
    {
        var (lost, other) = (new Request(Silo), new Request(SiloAddress.New(IPAddress.Loopback, 11112, 1)));
        var (waiting, _) = (_lot.WaitAsync(lost, CancellationToken.None), _lot.WaitAsync(other, CancellationToken.None));
        Assert.True(await Observer.Beat(Silo, 1, sent: 0));
        // It is on its way: the first beat that counts it may overtake it.
        await BeatAsync(sent: 1);
        Assert.Equal(1, lost.Parks);
        await BeatAsync(sent: 1);
        Assert.Equal(2, lost.Parks);
        await BeatAsync(sent: 1);
        Assert.Equal((2, 1), (lost.Parks, other.Parks));
        lost.End = new(lost.Id, PollSignal.Content, 7);
        await BeatAsync(sent: 2);
        await BeatAsync(sent: 2);
        Assert.Equal(PollEnd.Delivered, (await waiting).End);
    }

    [Fact]
    public async Task a_delivery_that_arrives_is_not_missed_also_when_the_poll_had_ended()
    {
        var request = new Request(Silo);
        _ = _lot.WaitAsync(request, CancellationToken.None);
        await Observer.Deliver(Silo, 1, 1, new(PollId: 77, PollSignal.Repark));
        await BeatAsync(sent: 1);
        await BeatAsync(sent: 1);
        await BeatAsync(sent: 1);
        Assert.Equal(1, request.Parks);
    }

    [Fact]
    public async Task a_delivery_that_comes_after_it_was_given_up_does_not_stand_for_a_later_one()
    {
        var request = new Request(Silo);
        _ = _lot.WaitAsync(request, CancellationToken.None);
        await BeatAsync(sent: 1);
        await BeatAsync(sent: 1);
        Assert.Equal(2, request.Parks);
        await Observer.Deliver(Silo, 1, 1, new(PollId: 77, PollSignal.Repark));
        await BeatAsync(sent: 2);
        await BeatAsync(sent: 2);
        Assert.Equal(3, request.Parks);
    }

    [Fact]
    public async Task deliveries_that_come_in_another_order_are_not_missed()
    {
        var request = new Request(Silo);
        _ = _lot.WaitAsync(request, CancellationToken.None);
        foreach (var number in (long[])[3, 1, 2, 1])
            await Observer.Deliver(Silo, 1, number, new(PollId: 77, PollSignal.Repark));
        await BeatAsync(sent: 3);
        await BeatAsync(sent: 4);
        Assert.Equal(1, request.Parks);
        await BeatAsync(sent: 4);
        Assert.Equal(2, request.Parks);
    }

    [Fact]
    public async Task a_silo_that_had_forgotten_the_gateway_counts_anew()
    {
        var request = new Request(Silo);
        _ = _lot.WaitAsync(request, CancellationToken.None);
        for (var i = 1; i <= 3; i++)
            await Observer.Deliver(Silo, 1, i, new(PollId: 77, PollSignal.Repark));
        await BeatAsync(sent: 3);
        await BeatAsync(sent: 1, link: 2);
        await BeatAsync(sent: 1, link: 2);
        Assert.Equal(2, request.Parks);
    }

    [Fact]
    public async Task polls_that_a_silo_has_given_up_with_its_gateway_are_parked_again_although_it_goes_on_to_beat_for_others()
    {
        var request = new Request(Silo);
        _ = _lot.WaitAsync(request, CancellationToken.None);
        await BeatAsync(sent: 0);
        await BeatAsync(sent: 0, link: 2);
        Assert.Equal(2, request.Parks);
        await BeatAsync(sent: 0, link: 2);
        Assert.Equal(2, request.Parks);
    }

    [Fact]
    public async Task a_caller_is_not_given_up_while_no_silo_takes_its_wait()
    {
        var request = new Request(Silo) { IsAway = true };
        var waiting = _lot.WaitAsync(request, CancellationToken.None).AsTask();
        for (var beat = 0; beat < 10; beat++)
            await BeatAsync(sent: 0);
        Assert.False(waiting.IsCompleted);
        (request.IsAway, request.End) = (false, new(request.Id, PollSignal.Content, 7));
        await BeatAsync(sent: 0);
        Assert.Equal(PollEnd.Delivered, (await waiting).End);
    }

    /// <summary>A beat, and what it leads to.</summary>
    private async Task BeatAsync(long sent, long link = 1)
    {
        await Observer.Beat(Silo, link, sent);
        for (var passed = TimeSpan.Zero; passed < PollTimes.Beat; passed += TimeSpan.FromMilliseconds(50))
            _time.Advance(TimeSpan.FromMilliseconds(50));
    }

    private sealed class Request(SiloAddress silo) : ParkedRequest(PollKind.Reply, TimeSpan.FromMinutes(5))
    {
        public int Parks { get; private set; }

        public bool IsAway { get; set; }

        /// <summary>What the grain answers to one that asks again.</summary>
        public PollDelivery? End { get; set; }

        public override IDeviceGrain Device => throw new InvalidOperationException("nothing else is asked of the device");

        public override Task<ParkAnswer> ParkAsync(Poll poll)
        {
            Parks++;
            if (IsAway)
                return Task.FromResult(new ParkAnswer(Outcome.Superseded));
            return Task.FromResult(new ParkAnswer(Outcome.Done, End, End is null ? silo : null));
        }
    }

    private class Grains : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IGrainFactory.CreateObjectReference) ? args![0] : throw new NotSupportedException(targetMethod.Name);
    }

    private class Lifetime : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.ReturnType == typeof(CancellationToken) ? CancellationToken.None : throw new NotSupportedException(targetMethod.Name);
    }
}
