using OrleansIot.Devices;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Tests.Fakes;

namespace OrleansIot.Grains.Tests.Devices;

public sealed class TokenResolverTests
{
    [Fact]
    public async Task tokens_that_arrive_during_a_query_share_the_next_one()
    {
        var storage = new MemoryStorage();
        var go = new TaskCompletionSource();
        storage.ResolutionsMayGo = go.Task;
        var fields = new DeviceFields("d", null, Guid.NewGuid(), null, null);
        await storage.CreateAsync(Guid.NewGuid(), 0, fields, new(CredentialsType.AccessToken, "known", null), TestContext.Current.CancellationToken);
        var resolver = new TokenResolver(storage);

        var asked = Enumerable.Range(0, 300).Select(n => resolver.Resolve(n == 150 ? "known" : $"nobody-{n}")).ToArray();
        go.SetResult();
        var found = await Task.WhenAll(asked);

        Assert.Equal(2, storage.Resolutions);
        Assert.Equal(150, Array.FindIndex(found, f => f is not null));
    }
}
