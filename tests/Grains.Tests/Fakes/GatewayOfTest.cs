using System.Threading.Channels;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>A gateway process as the grains see it; the test takes what is delivered.</summary>
internal sealed class GatewayOfTest : IGatewayObserver
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);

    private readonly Channel<PollDelivery> _delivered = Channel.CreateUnbounded<PollDelivery>();
    private readonly Channel<SiloAddress> _beats = Channel.CreateUnbounded<SiloAddress>();

    private GatewayOfTest()
    {
    }

    public IGatewayObserver Reference { get; private set; } = null!;

    public static GatewayOfTest Register(IGrainFactory grains)
    {
        var gateway = new GatewayOfTest();
        gateway.Reference = grains.CreateObjectReference<IGatewayObserver>(gateway);
        return gateway;
    }

    public Task Deliver(SiloAddress silo, long link, long number, PollDelivery delivery)
    {
        _delivered.Writer.TryWrite(delivery);
        return Task.CompletedTask;
    }

    public Task<bool> Beat(SiloAddress silo, long link, long sent)
    {
        _beats.Writer.TryWrite(silo);
        return Task.FromResult(true);
    }

    /// <summary>Nothing more has arrived than was taken.</summary>
    public bool IsQuiet => _delivered.Reader.Count == 0;

    public async Task<PollDelivery> NextAsync()
    {
        using var guard = new CancellationTokenSource(HangGuard);
        return await _delivered.Reader.ReadAsync(guard.Token);
    }

    public async Task<SiloAddress> NextBeatAsync()
    {
        using var guard = new CancellationTokenSource(HangGuard);
        return await _beats.Reader.ReadAsync(guard.Token);
    }
}
