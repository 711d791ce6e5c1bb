using System.Net;

namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class ClaimTests(EmbeddedServer server)
{
    [Fact]
    public async Task the_newest_offer_replaces_the_one_before()
    {
        var (name, token) = await DeviceAsync();
        await OfferAsync(token, """{"secretKey":"old"}""");
        await OfferAsync(token, """{"secretKey":"new"}""");
        var (customer, _, _, user) = await server.CreateCustomerUserAsync();
        Failed(await ClaimAsync(user, name, "old"));
        var won = (await ClaimAsync(user, name, "new")).Ok();
        Assert.Equal("SUCCESS", won["response"].GetString());
        Assert.Equal(customer, won["device"].GetProperty("customerId").GetProperty("id").GetString());
        Failed(await ClaimAsync(user, name, "new"), "CLAIMED");
    }

    [Fact]
    public async Task too_many_wrong_secrets_are_answered_429_to_that_customer_and_nobody_else()
    {
        var (name, token) = await DeviceAsync();
        await OfferAsync(token, """{"secretKey":"right"}""");
        var (_, _, _, guesser) = await server.CreateCustomerUserAsync();
        for (var guess = 0; guess < 10; guess++)
            Failed(await ClaimAsync(guesser, name, "wrong"));
        var refused = (await ClaimAsync(guesser, name, "right")).Refused(429, 33);
        Assert.InRange(refused.Message.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var (_, _, _, owner) = await server.CreateCustomerUserAsync();
        (await ClaimAsync(owner, name, "right")).Ok();
    }

    [Fact]
    public async Task what_an_operator_prepares_is_claimed_and_gone_afterwards()
    {
        var (name, _) = await DeviceAsync();
        var id = (await server.Admin.GetApiAsync($"api/tenant/devices?deviceName={name}")).Ok().Id;
        var until = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 60_000;
        (await server.Admin.PostApiAsync($"api/plugins/telemetry/DEVICE/{id}/attributes/SERVER_SCOPE", new { claimingData = new { secretKey = "prepared", expirationTime = until } })).Ok();
        var (_, _, _, user) = await server.CreateCustomerUserAsync();
        Failed(await ClaimAsync(user, name, "other"));
        (await ClaimAsync(user, name, "prepared")).Ok();
        Assert.DoesNotContain("claimingData", (await server.AttributesAsync(id, "SERVER_SCOPE")).Keys);
    }

    [Fact]
    public async Task only_the_owner_and_administrators_take_a_device_back()
    {
        var (name, token) = await DeviceAsync();
        await OfferAsync(token, "{}");
        var (_, _, _, owner) = await server.CreateCustomerUserAsync();
        var (_, _, _, other) = await server.CreateCustomerUserAsync();
        (await ClaimAsync(owner, name, "")).Ok();
        (await other.DeleteApiAsync($"api/customer/device/{name}/claim")).Refused(403, 20);
        (await owner.DeleteApiAsync($"api/customer/device/{name}/claim")).Ok();
        await OfferAsync(token, "{}");
        (await ClaimAsync(other, name, "")).Ok();
        (await server.Admin.DeleteApiAsync($"api/customer/device/{name}/claim")).Ok();
        Assert.Equal("13814000-1dd2-11b2-8080-808080808080", (await server.Admin.GetApiAsync($"api/tenant/devices?deviceName={name}")).Ok()["customerId"].GetProperty("id").GetString());
    }

    [Fact]
    public async Task administrators_own_no_devices_and_so_claim_none()
    {
        var (name, token) = await DeviceAsync();
        await OfferAsync(token, "{}");
        (await ClaimAsync(server.Admin, name, "")).Refused(403, 20);
        (await ClaimAsync(server.Device, name, "")).Refused(401, 10);
    }

    [Fact]
    public async Task of_many_claims_at_once_one_wins()
    {
        var (name, token) = await DeviceAsync();
        await OfferAsync(token, """{"secretKey":"s"}""");
        var users = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.CreateCustomerUserAsync()));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => ClaimAsync(users[n % users.Length].Client, name, "s")));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => Failed(a, "CLAIMED"));
    }

    private async Task<(string Name, string Token)> DeviceAsync()
    {
        var token = (await server.CreateDeviceAsync()).Token;
        return ("device-" + token, token);
    }

    private async Task OfferAsync(string token, string body) => (await server.Device.PostApiAsync($"api/v1/{token}/claim", body)).Ok();

    private static Task<ApiAnswer> ClaimAsync(HttpClient user, string name, string secret) => user.PostApiAsync($"api/customer/device/{name}/claim", new { secretKey = secret });

    private static void Failed(ApiAnswer answer, string reason = "FAILURE")
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(reason, answer.Json.GetString());
    }
}
