using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using OrleansIot.Devices;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Tests.Fakes;

namespace OrleansIot.Grains.Tests.Devices;

/// <summary>Orleans describes a call that got no answer in its exception and in logs; there were versions that wrote the arguments along.</summary>
public sealed class SecretCallsTests
{
    private const string Token = "T0kenThatNobodyMaySee";

    [Fact]
    public async Task a_look_up_that_gets_no_answer_does_not_tell_the_token()
    {
        var storage = new MemoryStorage();
        var answer = new TaskCompletionSource();
        storage.ResolutionsMayGo = answer.Task;
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton<IDeviceStore>(storage));
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromMilliseconds(300)));
        await using var cluster = builder.Build();
        await cluster.DeployAsync(TestContext.Current.CancellationToken);
        try
        {
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => cluster.Client.GetGrain<ITokenResolver>(0).Resolve(Token));
            Assert.DoesNotContain(Token, failure.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            answer.SetResult();
        }
    }
}
