using System.Net;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>A server on which devices may not offer themselves unless somebody says so.</summary>
public sealed class ClosedClaimTests : IAsyncLifetime
{
    private readonly EmbeddedServer _server = new() { Settings = ["--Claiming:AllowedByDefault=false", "--Claiming:MaxGuesses=2", "--Claiming:MaxFailures=3"] };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task a_device_offers_itself_only_where_it_is_allowed_and_may_again_after_it_was_taken_back()
    {
        var (id, token) = await _server.CreateDeviceAsync();
        var (_, _, _, user) = await _server.CreateCustomerUserAsync();
        var path = $"api/customer/device/device-{token}/claim";
        (await _server.Device.PostApiAsync($"api/v1/{token}/claim", "{}")).Ok();
        Assert.Equal(HttpStatusCode.BadRequest, (await user.PostApiAsync($"{path}", new { secretKey = "" })).Status);

        (await _server.Admin.PostApiAsync($"api/plugins/telemetry/DEVICE/{id}/attributes/SERVER_SCOPE", new { claimingAllowed = true })).Ok();
        (await _server.Device.PostApiAsync($"api/v1/{token}/claim", "{}")).Ok();
        (await user.PostApiAsync($"{path}", new { secretKey = "" })).Ok();
        Assert.DoesNotContain("claimingAllowed", (await _server.AttributesAsync($"{id}", "SERVER_SCOPE")).Keys);

        (await user.DeleteApiAsync($"{path}")).Ok();
        Assert.Equal("True", (await _server.AttributesAsync($"{id}", "SERVER_SCOPE"))["claimingAllowed"]);
        (await _server.Device.PostApiAsync($"api/v1/{token}/claim", "{}")).Ok();
        (await user.PostApiAsync($"{path}", new { secretKey = "" })).Ok();
    }

    [Fact]
    public async Task a_user_who_tries_device_after_device_is_answered_429()
    {
        var (_, _, _, user) = await _server.CreateCustomerUserAsync();
        for (var guess = 0; guess < 3; guess++)
            Assert.Equal(HttpStatusCode.BadRequest, (await GuessAsync()).Status);
        (await GuessAsync()).Refused(429, 33);

        async Task<ApiAnswer> GuessAsync()
        {
            var (_, token) = await _server.CreateDeviceAsync();
            return await user.PostApiAsync($"api/customer/device/device-{token}/claim", new { secretKey = "guess" });
        }
    }
}
