using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansIot.Servers;
using OrleansIot.Silo.Membership;

namespace OrleansIot.Silo.Tests.Membership;

public sealed class SiloPulseTests : IAsyncLifetime
{
    private static readonly SiloAddress Self = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

    private readonly JumpingTime _time = new();
    private readonly MembershipRow _row = MembershipRow.Create();
    private readonly SiloLifecycleSubject _lifecycle = new(NullLogger<SiloLifecycleSubject>.Instance);
    private readonly SiloPulse _pulse;

    public SiloPulseTests()
    {
        _pulse = new((IMembershipTable)(object)_row, new Details(Self), _time, NullLogger<SiloPulse>.Instance);
        _pulse.Participate(_lifecycle);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _lifecycle.OnStart(Cancellation);

    public async ValueTask DisposeAsync()
    {
        _row.Answer.TrySetResult(SiloStatus.Active);
        await _lifecycle.OnStop(CancellationToken.None);
        _pulse.Dispose();
    }

    [Fact]
    public async Task a_silo_that_stood_still_is_sure_of_nothing_until_it_has_seen_that_it_still_counts()
    {
        _time.Jump(TimeSpan.FromSeconds(2));
        Assert.False(_pulse.IsSteady);
        await _row.WasRead;
        Assert.False(_pulse.IsSteady);
        _row.Answer.SetResult(SiloStatus.Active);
        await SteadyAsync();
    }

    [Fact]
    public async Task a_silo_that_was_given_up_meanwhile_is_never_sure_again()
    {
        _row.Answer.SetResult(SiloStatus.Dead);
        _time.Jump(TimeSpan.FromSeconds(2));
        await _row.ReadTimesAsync(3);
        Assert.False(_pulse.IsSteady);
    }

    [Fact]
    public async Task a_silo_that_cannot_look_is_sure_when_it_can()
    {
        _row.Answer.SetException(new IOException("no database"));
        _time.Jump(TimeSpan.FromSeconds(2));
        await _row.ReadTimesAsync(3);
        Assert.False(_pulse.IsSteady);
        _row.Answer = new();
        _row.Answer.SetResult(SiloStatus.Active);
        await SteadyAsync();
    }

    private async Task SteadyAsync()
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!_pulse.IsSteady)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, guard.Token);
    }

    private sealed record Details(SiloAddress SiloAddress) : ILocalSiloDetails
    {
        public string Name => "silo";

        public string ClusterId => "cluster";

        public string DnsHostName => "localhost";

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
