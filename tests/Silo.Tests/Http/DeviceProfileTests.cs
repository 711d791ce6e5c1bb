namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class DeviceProfileTests(EmbeddedServer server)
{
    [Fact]
    public async Task what_only_clients_read_of_a_profile_comes_back_as_it_came()
    {
        var body = $$$$"""
            {"name":"profile-{{{{Guid.NewGuid()}}}}","description":"d","provisionType":"ALLOW_CREATE_NEW_DEVICES","provisionDeviceKey":"key-{{{{Guid.NewGuid()}}}}",
             "profileData":{"zzz":[1,{"a":null}],"provisionConfiguration":{"type":"ALLOW_CREATE_NEW_DEVICES","provisionDeviceSecret":"s","more":true}}}
            """;
        var made = (await server.Admin.PostApiAsync($"api/deviceProfile", body)).Ok();
        var read = (await server.Admin.GetApiAsync($"api/deviceProfile/{made.Id}")).Ok();
        Assert.Equal(made.Text, read.Text);
        var data = read["profileData"];
        Assert.Equal("""[1,{"a":null}]""", data.GetProperty("zzz").GetRawText());
        Assert.Equal(("s", true), (data.GetProperty("provisionConfiguration").GetProperty("provisionDeviceSecret").GetString(), data.GetProperty("provisionConfiguration").GetProperty("more").GetBoolean()));
        Assert.Equal("DEFAULT", data.GetProperty("transportConfiguration").GetProperty("type").GetString());
        Assert.Equal(("d", "DEFAULT", false), (read["description"].GetString(), read["transportType"].GetString(), read["default"].GetBoolean()));
        (await server.Admin.PostApiAsync($"api/deviceProfile", read.Text)).Ok();
        (await server.Admin.PostApiAsync($"api/deviceProfile", read.Text)).Refused(409, 35);
    }

    [Fact]
    public async Task a_profile_that_devices_use_and_the_default_one_are_not_deleted()
    {
        var type = "type-" + Guid.NewGuid();
        var device = (await server.Admin.PostApiAsync($"api/device", new { name = "d-" + Guid.NewGuid(), type })).Ok();
        var profile = device["deviceProfileId"].GetProperty("id").GetString();
        Assert.Equal(type, (await server.Admin.GetApiAsync($"api/deviceProfile/{profile}")).Ok()["name"].GetString());
        (await server.Admin.DeleteApiAsync($"api/deviceProfile/{profile}")).Refused(400, 31);
        (await server.Admin.DeleteApiAsync($"api/device/{device.Id}")).Ok();
        (await server.Admin.DeleteApiAsync($"api/deviceProfile/{profile}")).Ok();
        (await server.Admin.GetApiAsync($"api/deviceProfile/{profile}")).Refused(404, 32);
        var standard = (await server.Admin.GetApiAsync($"api/deviceProfileInfo/default")).Ok();
        (await server.Admin.DeleteApiAsync($"api/deviceProfile/{standard.Id}")).Refused(400, 31);
    }

    [Fact]
    public async Task a_renamed_profile_renames_the_type_of_its_devices()
    {
        var device = (await server.Admin.PostApiAsync($"api/device", new { name = "d-" + Guid.NewGuid(), type = "type-" + Guid.NewGuid() })).Ok();
        var name = "renamed-" + Guid.NewGuid();
        (await server.Admin.PostApiAsync($"api/deviceProfile", new { id = new { id = device["deviceProfileId"].GetProperty("id").GetString() }, name })).Ok();
        Assert.Equal(name, (await server.Admin.GetApiAsync($"api/device/{device.Id}")).Ok()["type"].GetString());
        Assert.Equal(device.Id, Assert.Single((await server.Admin.GetApiAsync($"api/tenant/devices?pageSize=10&page=0&type={name}")).Ok()["data"].EnumerateArray()).GetProperty("id").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"x","provisionType":"SOME"}""")]
    [InlineData("""{"name":"x","profileData":5}""")]
    [InlineData("""{"name":"x","firmwareId":{"id":"no"}}""")]
    [InlineData("""{"name":"x","storageTtlDays":-1}""")]
    [InlineData("""{"name":"x","storageTtlDays":"seven"}""")]
    [InlineData("""{"name":"default"}""")]
    public async Task a_profile_that_cannot_be_is_refused(string body) => (await server.Admin.PostApiAsync($"api/deviceProfile", body)).Refused(400, 31);
}
