namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class UserTests(EmbeddedServer server)
{
    [Fact]
    public async Task an_activation_link_works_once_and_only_the_newest()
    {
        var customer = (await server.Admin.PostApiAsync($"api/customer", new { title = "c-" + Guid.NewGuid() })).Ok().Id;
        var user = (await server.Admin.PostApiAsync($"api/user", new { email = $"{Guid.NewGuid()}@x.org", authority = "CUSTOMER_USER", customerId = new { id = customer } })).Ok().Id;
        var old = await LinkAsync(user);
        var link = await LinkAsync(user);
        Assert.StartsWith($"{server.Address}api/noauth/activate?activateToken=", link, StringComparison.Ordinal);
        (await ActivateAsync(old)).Refused(400, 31);
        (await ActivateAsync(link, "short")).Refused(400, 31);
        (await ActivateAsync(link)).Ok();
        (await ActivateAsync(link)).Refused(400, 31);
        (await server.Admin.GetApiAsync($"api/user/{user}/activationLink")).Refused(400, 31);
    }

    [Fact]
    public async Task a_disabled_user_is_out_on_the_next_request_and_its_old_tokens_stay_out()
    {
        var (_, id, email, client) = await server.CreateCustomerUserAsync();
        (await server.Admin.PostApiAsync($"api/user/{id}/userCredentialsEnabled?userCredentialsEnabled=false")).Ok();
        (await client.GetApiAsync($"api/auth/user")).Refused(401, 11);
        (await server.Device.PostApiAsync($"api/auth/login", new { username = email, password = ApiClient.Password })).Refused(401, 10);
        (await server.Admin.PostApiAsync($"api/user/{id}/userCredentialsEnabled?userCredentialsEnabled=true")).Ok();
        (await client.GetApiAsync($"api/auth/user")).Refused(401, 11);
        (await server.Device.PostApiAsync($"api/auth/login", new { username = email, password = ApiClient.Password })).Ok();
    }

    [Fact]
    public async Task a_deleted_user_is_out_on_the_next_request_and_is_not_found()
    {
        var (_, id, _, client) = await server.CreateCustomerUserAsync();
        (await server.Admin.DeleteApiAsync($"api/user/{id}")).Ok();
        (await client.GetApiAsync($"api/auth/user")).Refused(401, 11);
        (await server.Admin.GetApiAsync($"api/user/{id}")).Refused(404, 32);
        (await server.Admin.DeleteApiAsync($"api/user/{id}")).Refused(404, 32);
    }

    [Fact]
    public async Task the_only_administrator_cannot_lock_everybody_out()
    {
        var me = (await server.Admin.GetApiAsync($"api/auth/user")).Ok().Id;
        (await server.Admin.DeleteApiAsync($"api/user/{me}")).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/user/{me}/userCredentialsEnabled?userCredentialsEnabled=false")).Refused(400, 31);
        (await server.Admin.GetApiAsync($"api/auth/user")).Ok();
    }

    [Fact]
    public async Task a_user_edits_itself_but_not_what_it_may_do()
    {
        var (customer, id, email, client) = await server.CreateCustomerUserAsync();
        var me = (await client.GetApiAsync($"api/auth/user")).Ok();
        Assert.Equal("CUSTOMER_USER", me["authority"].GetString());
        Assert.True(me["additionalInfo"].GetProperty("userCredentialsEnabled").GetBoolean());
        var body = new { id = new { id }, email, authority = "CUSTOMER_USER", customerId = new { id = customer }, firstName = "Ada", version = me["version"].GetInt64() };
        Assert.Equal("Ada", (await client.PostApiAsync($"api/user", body)).Ok()["firstName"].GetString());
        (await client.PostApiAsync($"api/user", body)).Refused(409, 35);
        (await client.PostApiAsync($"api/user", new { id = new { id }, email, authority = "TENANT_ADMIN" })).Refused(400, 31);
        (await client.PostApiAsync($"api/user", new { email = $"{Guid.NewGuid()}@x.org", authority = "CUSTOMER_USER", customerId = new { id = customer } })).Refused(403, 20);
    }

    [Fact]
    public async Task an_administrator_logs_in_as_another_user()
    {
        var (_, id, email, client) = await server.CreateCustomerUserAsync();
        var pair = (await server.Admin.GetApiAsync($"api/user/{id}/token")).Ok();
        Assert.Equal(email, (await server.WithToken(pair["token"].GetString()!).GetApiAsync($"api/auth/user")).Ok()["email"].GetString());
        (await client.GetApiAsync($"api/user/{id}/token")).Refused(403, 20);
    }

    [Fact]
    public async Task users_are_listed_for_those_who_may_see_them()
    {
        var (customer, id, _, client) = await server.CreateCustomerUserAsync();
        foreach (var list in new[] { await client.GetApiAsync($"api/users?pageSize=10&page=0"), await server.Admin.GetApiAsync($"api/customer/{customer}/users?pageSize=10&page=0") })
            Assert.Equal([id], list.Ok()["data"].EnumerateArray().Select(u => u.GetProperty("id").GetProperty("id").GetString()));
        (await client.GetApiAsync($"api/customer/{customer}/users?pageSize=10&page=0")).Refused(403, 20);
        var tenant = (await client.GetApiAsync($"api/auth/user")).Ok()["tenantId"].GetProperty("id").GetString();
        Assert.All((await server.Admin.GetApiAsync($"api/tenant/{tenant}/users?pageSize=100&page=0")).Ok()["data"].EnumerateArray(), u => Assert.Equal("TENANT_ADMIN", u.GetProperty("authority").GetString()));
    }

    private async Task<string> LinkAsync(string user) => (await server.Admin.GetApiAsync($"api/user/{user}/activationLink")).Ok().Text;

    private Task<ApiAnswer> ActivateAsync(string link, string password = ApiClient.Password) =>
        server.Device.PostApiAsync($"api/noauth/activate", new { activateToken = link.Split("activateToken=")[1], password });
}
