using System.Net;
using System.Security.Cryptography;

namespace OrleansIot.Silo.Tests.Http;

public sealed class OtaLimitTests
{
    [Fact]
    public async Task a_package_that_is_too_large_is_answered_413_whether_it_says_so_or_not()
    {
        await using var server = new EmbeddedServer { Settings = ["--Ota:MaxPackageBytes=100000"] };
        await server.InitializeAsync();
        var id = await server.CreatePackageAsync((await server.CreateProfileAsync()).Id, "fw", "1.0");
        foreach (var size in new[] { 100_001, 1_000_000 })
        {
            using var answer = await server.UploadAsync(id, new byte[size]);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        using var fits = await server.UploadAsync(id, new byte[100_000]);
        Assert.True(fits.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("--Ota:CacheBytes=0")]
    [InlineData("--Ota:CacheBytes=1000000")]
    public async Task images_are_served_whatever_the_cache_can_hold(string setting)
    {
        await using var server = new EmbeddedServer { Settings = [setting] };
        await server.InitializeAsync();
        var profile = (await server.CreateProfileAsync()).Id;
        byte[][] images = [.. Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetBytes(700_000))];
        string[] packages = await Task.WhenAll(images.Select((image, n) => server.CreatePackageAsync(profile, image, "fw", $"{n}.0")));
        for (var round = 0; round < 2; round++)
        {
            var answers = await Task.WhenAll(packages.Select(id => server.Admin.GetByteArrayAsync(new Uri($"api/otaPackage/{id}/download", UriKind.Relative), TestContext.Current.CancellationToken)));
            Assert.Equal(images, answers);
        }
    }
}
