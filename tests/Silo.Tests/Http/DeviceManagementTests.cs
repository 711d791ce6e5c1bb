using System.Security.Cryptography;
using System.Text;

namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class DeviceManagementTests(EmbeddedServer server)
{
    [Fact]
    public async Task a_device_keeps_its_members_and_a_stale_copy_is_refused()
    {
        var made = (await server.Admin.PostApiAsync($"api/device", new { name = "ä-" + Guid.NewGuid(), label = "l", unknown = 1, additionalInfo = new { gateway = true } })).Ok();
        var read = (await server.Admin.GetApiAsync($"api/device/{made.Id}")).Ok();
        Assert.Equal(made.Text, read.Text);
        Assert.Equal(("l", "default", """{"gateway":true}"""), (read["label"].GetString(), read["type"].GetString(), read["additionalInfo"].GetRawText()));
        Assert.Equal(2, (await server.Admin.PostApiAsync($"api/device", read.Text)).Ok()["version"].GetInt32());
        (await server.Admin.PostApiAsync($"api/device", read.Text)).Refused(409, 35);
        (await server.Admin.PostApiAsync($"api/device", new { id = new { id = Guid.NewGuid() }, name = "x-" + Guid.NewGuid() })).Refused(404, 32);
    }

    [Fact]
    public async Task a_name_and_a_token_are_unique()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var name = (await server.Admin.GetApiAsync($"api/device/{id}")).Ok()["name"].GetString();
        (await server.Admin.PostApiAsync($"api/device", new { name })).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/device?accessToken={token}", new { name = "new-" + token })).Refused(400, 31);
        (await server.Admin.GetApiAsync($"api/tenant/devices?deviceName=new-{token}")).Refused(404, 32);
    }

    [Fact]
    public async Task a_certificate_becomes_the_hash_of_its_base64_text()
    {
        var line = Convert.ToBase64String(RandomNumberGenerator.GetBytes(100));
        var pem = $"-----BEGIN CERTIFICATE-----\r\n{line[..64]}\n{line[64..]}\n-----END CERTIFICATE-----\n";
        var device = (await server.Admin.PostApiAsync($"api/device-with-credentials", new { device = new { name = "x-" + Guid.NewGuid() }, credentials = new { credentialsType = "X509_CERTIFICATE", credentialsValue = pem } })).Ok();
        var credentials = (await server.Admin.GetApiAsync($"api/device/{device.Id}/credentials")).Ok();
        Assert.Equal(line, credentials["credentialsValue"].GetString());
        if (SHA3_256.IsSupported)
            Assert.Equal(Convert.ToHexStringLower(SHA3_256.HashData(Encoding.UTF8.GetBytes(line))), credentials["credentialsId"].GetString());
        Assert.Equal("{}", (await server.Admin.GetApiAsync($"api/device-connectivity/{device.Id}")).Ok()["http"].GetRawText());
    }

    [Theory]
    [InlineData("""{"clientId":"c"}""", true)]
    [InlineData("""{"userName":"u","password":"p"}""", true)]
    [InlineData("""{"clientId":"c","password":"p"}""", false)]
    [InlineData("""{}""", false)]
    [InlineData("""no json""", false)]
    [InlineData(null, false)]
    public async Task mqtt_credentials_need_a_client_or_a_user(string? value, bool good)
    {
        value = value?.Replace("\"c\"", $"\"c{Guid.NewGuid()}\"", StringComparison.Ordinal).Replace("\"u\"", $"\"u{Guid.NewGuid()}\"", StringComparison.Ordinal);
        var answer = await server.Admin.PostApiAsync($"api/device-with-credentials", new { device = new { name = "m-" + Guid.NewGuid() }, credentials = new { credentialsType = "MQTT_BASIC", credentialsValue = value } });
        if (good)
            answer.Ok();
        else
            answer.Refused(400, 31);
    }

    [Fact]
    public async Task replaced_credentials_need_the_version_that_was_read()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var read = (await server.Admin.GetApiAsync($"api/device/{id}/credentials")).Ok();
        Assert.Equal(token, read["credentialsId"].GetString());
        var next = read.Text.Replace(token, "n" + token[1..], StringComparison.Ordinal);
        (await server.Admin.PostApiAsync($"api/device/credentials", next)).Ok();
        (await server.Admin.PostApiAsync($"api/device/credentials", next)).Refused(409, 35);
        (await server.Admin.PostApiAsync($"api/device/credentials", new { deviceId = new { id }, credentialsType = "ACCESS_TOKEN", credentialsId = "" })).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/device/credentials", new { deviceId = new { id = Guid.NewGuid() }, credentialsType = "ACCESS_TOKEN", credentialsId = "x" })).Refused(404, 32);
    }

    [Fact]
    public async Task the_connectivity_hint_is_a_command_that_works()
    {
        var (id, token) = await server.CreateDeviceAsync();
        var hint = (await server.Admin.GetApiAsync($"api/device-connectivity/{id}")).Ok()["http"].GetProperty("http").GetString();
        Assert.Equal($"curl -v -X POST {server.Address}api/v1/{token}/telemetry --header Content-Type:application/json --data \"{{temperature:25}}\"", hint);
    }

    [Fact]
    public async Task devices_are_listed_by_page_type_and_profile()
    {
        var type = "list-" + Guid.NewGuid();
        for (var n = 0; n < 3; n++)
            (await server.Admin.PostApiAsync($"api/device", new { name = $"{type}-{n}", type })).Ok();
        var page = (await server.Admin.GetApiAsync($"api/tenant/devices?pageSize=2&page=0&type={type}&sortProperty=name&sortOrder=DESC")).Ok();
        Assert.Equal([$"{type}-2", $"{type}-1"], page["data"].EnumerateArray().Select(d => d.GetProperty("name").GetString()));
        Assert.Equal((3, 2, true), (page["totalElements"].GetInt32(), page["totalPages"].GetInt32(), page["hasNext"].GetBoolean()));
        var infos = (await server.Admin.GetApiAsync($"api/tenant/deviceInfos?pageSize=10&page=0&deviceProfileId={page["data"][0].GetProperty("deviceProfileId").GetProperty("id").GetString()}")).Ok();
        Assert.Equal(3, infos["data"].GetArrayLength());
        Assert.Equal(type, infos["data"][0].GetProperty("deviceProfileName").GetString());
    }

    [Theory]
    [InlineData("pageSize=0&page=0")]
    [InlineData("pageSize=10001&page=0")]
    [InlineData("pageSize=10")]
    [InlineData("page=0")]
    [InlineData("pageSize=x&page=0")]
    [InlineData("pageSize=1&page=-1")]
    [InlineData("pageSize=1&page=0&sortOrder=UP")]
    [InlineData("pageSize=1&page=0&sortProperty=';--")]
    [InlineData("pageSize=1&page=0&deviceProfileId=x")]
    public async Task a_page_that_cannot_be_is_refused(string query) => (await server.Admin.GetApiAsync($"api/tenant/deviceInfos?{query}")).Refused(400, 31);
}
