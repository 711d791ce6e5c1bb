using System.Threading.Channels;
using OrleansIot.Polls;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>A gateway process as the grains see it; the test takes what is delivered.</summary>
internal sealed class GatewayOfTest : IGatewayObserver
{
    private readonly Channel<PollDelivery> _delivered = Channel.CreateUnbounded<PollDelivery>();

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

    public Task Deliver(PollDelivery delivery)
    {
        _delivered.Writer.TryWrite(delivery);
        return Task.CompletedTask;
    }

    public Task<bool> Beat(SiloAddress silo) => Task.FromResult(true);

    public async Task<PollDelivery> NextAsync()
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _delivered.Reader.ReadAsync(guard.Token);
    }
}
