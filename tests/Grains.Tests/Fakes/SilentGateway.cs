using OrleansIot.Polls;

namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>A gateway for tests that look at what is to be sent instead of sending it.</summary>
internal sealed class SilentGateway : IGatewayObserver
{
    public Task Deliver(SiloAddress silo, long link, long number, PollDelivery delivery) => Task.CompletedTask;

    public Task<bool> Beat(SiloAddress silo, long link, long sent) => Task.FromResult(true);
}
