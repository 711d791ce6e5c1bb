using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Tests.Devices;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Polls;

/// <summary>Silos that go while polls are parked on them. Each test has a cluster of its own.</summary>
public sealed class SiloLossTests : IAsyncLifetime
{
    private static readonly Caller Admin = new(Guid.NewGuid(), Authority.TenantAdmin, null);

    private readonly DeviceClusterFixture _cluster = new();
    private GatewayOfTest _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _gateway = GatewayOfTest.Register(_cluster.Grains);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task a_change_made_after_a_silo_with_a_parked_poll_has_stopped_is_told_when_it_is_parked_again()
    {
        var (device, owner, poll, silo) = await ParkAsync();
        // Its word that the poll is to be parked again may be lost with its connections; then the gateway misses its beats.
        await _cluster.StopSiloAsync(silo);
        await AssertServedAsync(device, owner, poll);
    }

    [Fact]
    public async Task a_change_made_while_a_poll_was_parked_on_a_silo_that_died_is_told_when_it_is_parked_again()
    {
        var (device, owner, poll, silo) = await ParkAsync();
        await _cluster.KillSiloAsync(silo);
        await AssertServedAsync(device, owner, poll);
    }

    private static async Task AssertServedAsync(IDeviceGrain device, TokenOwner owner, Poll poll)
    {
        await RetryAsync(() => device.WriteAttributes(Admin, AttributeScope.Shared, new(1, [new("a", TypedValue.Long(7))])), a => a.Outcome == Outcome.Done);
        var answer = await RetryAsync(() => device.Park(owner.CredentialsVersion, poll), a => a.Outcome == Outcome.Done);
        var updates = Assert.IsType<AttributeUpdates>(answer.Delivery!.Content);
        Assert.Equal(TypedValue.Long(7), Assert.Single(updates.Changed).Value);
    }

    private async Task<(IDeviceGrain Device, TokenOwner Owner, Poll Poll, SiloAddress Silo)> ParkAsync()
    {
        var (device, owner) = await _cluster.CreateDeviceAsync();
        var poll = new Poll(1, PollKind.Updates, _gateway.Reference, 60_000);
        var answer = await device.Park(owner.CredentialsVersion, poll);
        return (device, owner, poll, answer.Silo!);
    }

    /// <summary>As the gateway does: until the cluster has found itself.</summary>
    private static async Task<T> RetryAsync<T>(Func<Task<T>> call, Func<T, bool> isDone)
    {
        while (true)
        {
            try
            {
                var answer = await call();
                if (isDone(answer))
                    return answer;
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
