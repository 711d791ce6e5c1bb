using System.Net;

namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class ProvisionTests(EmbeddedServer server)
{
    private const string Create = "ALLOW_CREATE_NEW_DEVICES";
    private const string Check = "CHECK_PRE_PROVISIONED_DEVICES";

    private readonly string _key = LifecycleClient.Unique("key");

    [Fact]
    public async Task of_many_requests_for_one_name_one_succeeds()
    {
        await server.CreateProfileAsync(Create, _key, "s");
        var name = LifecycleClient.Unique("d");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ProvisionAsync(name)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Single(answers, a => a["status"].GetString() == "SUCCESS");
        Assert.Equal(49, answers.Count(a => a["status"].GetString() == "FAILURE"));
    }

    [Fact]
    public async Task a_prepared_device_collects_its_credentials_once()
    {
        var profile = (await server.CreateProfileAsync(Check, _key, "s")).Id;
        var name = LifecycleClient.Unique("d");
        var (_, token) = await server.CreateDeviceAsync(profile, name);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ProvisionAsync(name)));
        Assert.Equal(token, Assert.Single(answers, a => a["status"].GetString() == "SUCCESS")["credentialsValue"].GetString());
        Assert.Equal("FAILURE", (await ProvisionAsync(LifecycleClient.Unique("unknown")))["status"].GetString());
    }

    [Theory]
    [InlineData(Create)]
    [InlineData(Check)]
    public async Task where_the_profile_allows_it_a_device_that_lost_its_credentials_gets_them_again(string strategy)
    {
        var profile = (await server.CreateProfileAsync(strategy, _key, "s", reprovision: true)).Id;
        var name = LifecycleClient.Unique("d");
        if (strategy == Check)
            await server.CreateDeviceAsync(profile, name);
        var first = await ProvisionAsync(name);
        var again = await ProvisionAsync(name);
        Assert.Equal("SUCCESS", again["status"].GetString());
        Assert.Equal(first["credentialsValue"].GetString(), again["credentialsValue"].GetString());
    }

    [Fact]
    public async Task with_re_provisioning_devices_of_other_profiles_and_those_made_by_operators_keep_their_secrets()
    {
        var profile = (await server.CreateProfileAsync(Create, _key, "s", reprovision: true)).Id;
        var (madeByHand, ofAnother) = (LifecycleClient.Unique("d"), LifecycleClient.Unique("d"));
        await server.CreateDeviceAsync(profile, madeByHand);
        await server.CreateDeviceAsync((await server.CreateProfileAsync()).Id, ofAnother);
        foreach (var name in new[] { madeByHand, ofAnother })
        {
            var answer = await ProvisionAsync(name);
            Assert.Equal("FAILURE", answer["status"].GetString());
            Assert.False(answer.Json.TryGetProperty("credentialsValue", out _));
        }
    }

    [Fact]
    public async Task wrong_secrets_for_one_key_are_slowed_down_and_no_other_key_is()
    {
        await server.CreateProfileAsync(Create, _key, "s");
        var other = LifecycleClient.Unique("key");
        await server.CreateProfileAsync(Create, other, "s");
        for (var guess = 0; guess < 10; guess++)
            Assert.Equal("NOT_FOUND", (await ProvisionAsync(LifecycleClient.Unique("d"), secret: "wrong")).Ok()["status"].GetString());
        var refused = (await ProvisionAsync(LifecycleClient.Unique("d"))).Refused(429, 33);
        Assert.NotNull(refused.Message.Headers.RetryAfter);
        Assert.Equal("SUCCESS", (await ProvisionAsync(LifecycleClient.Unique("d"), key: other)).Ok()["status"].GetString());
    }

    [Fact]
    public async Task the_new_device_works_at_once_and_says_that_it_was_provisioned()
    {
        await server.CreateProfileAsync(Create, _key, "s");
        var answer = (await server.Device.PostApiAsync($"api/v1/provision", new { provisionDeviceKey = _key, provisionDeviceSecret = "s", gateway = true })).Ok();
        var token = answer["credentialsValue"].GetString();
        (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", """{"a":1}""")).Ok();
        Assert.Equal("provisioned", (await server.AttributesAsync(answer["deviceId"].GetString()!, "SERVER_SCOPE"))["provisionState"]);
        Assert.Matches("^[A-Za-z0-9]{20}$", answer["deviceName"].GetString());
        var device = (await server.Admin.GetApiAsync($"api/device/{answer["deviceId"].GetString()}")).Ok();
        Assert.True(device["additionalInfo"].GetProperty("gateway").GetBoolean());
    }

    private async Task<ApiAnswer> ProvisionAsync(string name, string? key = null, string secret = "s") =>
        await server.Device.PostApiAsync($"api/v1/provision", new { deviceName = name, provisionDeviceKey = key ?? _key, provisionDeviceSecret = secret });
}
