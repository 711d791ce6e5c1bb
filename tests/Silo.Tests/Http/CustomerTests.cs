namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class CustomerTests(EmbeddedServer server)
{
    private const string Nobody = "13814000-1dd2-11b2-8080-808080808080";

    [Fact]
    public async Task a_customer_keeps_its_members_and_its_title_is_unique()
    {
        var title = "customer-" + Guid.NewGuid();
        var made = (await server.Admin.PostApiAsync($"api/customer", new { title, city = "Berlin", unknown = 1, additionalInfo = new { a = new int?[] { 1, null } } })).Ok();
        var read = (await server.Admin.GetApiAsync($"api/customer/{made.Id}")).Ok();
        Assert.Equal((title, title, "Berlin"), (read["title"].GetString(), read["name"].GetString(), read["city"].GetString()));
        Assert.Equal("""{"a":[1,null]}""", read["additionalInfo"].GetRawText());
        Assert.Equal(made.Id, (await server.Admin.GetApiAsync($"api/tenant/customers?customerTitle={title}")).Ok().Id);
        (await server.Admin.PostApiAsync($"api/customer", new { title })).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/customer", new { title = " " })).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/customer", read.Text)).Ok();
        (await server.Admin.PostApiAsync($"api/customer", read.Text)).Refused(409, 35);
    }

    [Fact]
    public async Task a_deleted_customer_takes_its_users_along_and_gives_its_devices_back()
    {
        var (customer, user, _, client) = await server.CreateCustomerUserAsync();
        var (device, token) = await server.CreateDeviceAsync();
        (await server.Admin.PostApiAsync($"api/customer/{customer}/device/{device}")).Ok();
        (await client.GetApiAsync($"api/device/{device}")).Ok();
        (await server.Admin.DeleteApiAsync($"api/customer/{customer}")).Ok();
        (await client.GetApiAsync($"api/auth/user")).Refused(401, 11);
        (await server.Admin.GetApiAsync($"api/user/{user}")).Refused(404, 32);
        Assert.Equal(Nobody, (await server.Admin.GetApiAsync($"api/device/{device}")).Ok()["customerId"].GetProperty("id").GetString());
        (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", new { a = 1 })).Ok();
        (await server.Admin.DeleteApiAsync($"api/customer/{customer}")).Refused(404, 32);
    }

    [Fact]
    public async Task a_device_is_given_and_taken_back()
    {
        var (customer, _, _, _) = await server.CreateCustomerUserAsync();
        var (device, _) = await server.CreateDeviceAsync();
        (await server.Admin.DeleteApiAsync($"api/customer/device/{device}")).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/customer/{Guid.NewGuid()}/device/{device}")).Refused(404, 32);
        (await server.Admin.PostApiAsync($"api/customer/{customer}/device/{Guid.NewGuid()}")).Refused(404, 32);
        Assert.Equal(customer, (await server.Admin.PostApiAsync($"api/customer/{customer}/device/{device}")).Ok()["customerId"].GetProperty("id").GetString());
        (await server.Admin.DeleteApiAsync($"api/customer/{Guid.NewGuid()}/device/{device}")).Refused(400, 31);
        Assert.Equal(Nobody, (await server.Admin.DeleteApiAsync($"api/customer/{customer}/device/{device}")).Ok()["customerId"].GetProperty("id").GetString());
    }

    [Fact]
    public async Task the_public_customer_is_made_once()
    {
        var (one, _) = await server.CreateDeviceAsync();
        var (two, _) = await server.CreateDeviceAsync();
        (await server.Admin.PostApiAsync($"api/customer/public/device/{Guid.NewGuid()}")).Refused(404, 32);
        var owner = (await server.Admin.PostApiAsync($"api/customer/public/device/{one}")).Ok()["customerId"].GetProperty("id").GetString();
        Assert.Equal(owner, (await server.Admin.PostApiAsync($"api/customer/public/device/{two}")).Ok()["customerId"].GetProperty("id").GetString());
        var info = (await server.Admin.GetApiAsync($"api/device/info/{one}")).Ok();
        Assert.Equal(("Public", true), (info["customerTitle"].GetString(), info["customerIsPublic"].GetBoolean()));
        Assert.True((await server.Admin.GetApiAsync($"api/customer/{owner}/shortInfo")).Ok()["isPublic"].GetBoolean());
    }

    [Fact]
    public async Task a_customers_user_sees_its_own_and_changes_what_it_may()
    {
        var (customer, _, _, mine) = await server.CreateCustomerUserAsync();
        var (_, _, _, foreign) = await server.CreateCustomerUserAsync();
        var (device, token) = await server.CreateDeviceAsync();
        (await server.Admin.PostApiAsync($"api/customer/{customer}/device/{device}")).Ok();
        (await server.Device.PostApiAsync($"api/v1/{token}/telemetry", new { t = 1 })).Ok();

        var telemetry = $"api/plugins/telemetry/DEVICE/{device}";
        foreach (var path in new[]
        {
            $"api/device/{device}", $"api/device/info/{device}", $"api/device/{device}/credentials", $"{telemetry}/values/attributes", $"{telemetry}/keys/attributes/SHARED_SCOPE",
            $"{telemetry}/keys/timeseries", $"{telemetry}/values/timeseries?keys=t", $"{telemetry}/values/timeseries?keys=t&startTs=0&endTs=9", $"api/customer/{customer}/devices?pageSize=10&page=0",
            $"api/customer/{customer}", $"api/device-connectivity/{device}",
        })
        {
            (await mine.GetApiAsync($"{path}")).Ok();
            (await foreign.GetApiAsync($"{path}")).Refused(403, 20);
        }

        foreach (var (path, body) in new[] { ($"{telemetry}/SHARED_SCOPE", (object)new { a = 1 }), ($"{telemetry}/SERVER_SCOPE", new { a = 1 }), ($"{telemetry}/timeseries/ANY", new { a = 1 }) })
        {
            (await mine.PostApiAsync($"{path}", body)).Ok();
            (await foreign.PostApiAsync($"{path}", body)).Refused(403, 20);
        }

        foreach (var (method, path) in new[]
        {
            ("DELETE", $"api/device/{device}"), ("POST", "api/device"), ("POST", "api/device/credentials"), ("GET", "api/tenant/devices?pageSize=1&page=0"), ("GET", "api/customers?pageSize=1&page=0"),
            ("POST", "api/customer"), ("DELETE", $"api/customer/device/{device}"), ("POST", "api/deviceProfile"), ("DELETE", $"api/customer/{customer}"),
        })
            (await mine.CallAsync(method, $"{path}", method == "POST" ? new { } : null)).Refused(403, 20);
    }
}
