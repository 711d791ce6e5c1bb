using System.Net;

namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class LoginTests(EmbeddedServer server)
{
    [Fact]
    public async Task a_wrong_password_and_an_unknown_user_are_answered_alike()
    {
        var wrong = (await LogInAsync(EmbeddedServer.AdminEmail, "wrong")).Refused(401, 10);
        var unknown = (await LogInAsync($"{Guid.NewGuid()}@example.org", EmbeddedServer.AdminPassword)).Refused(401, 10);
        Assert.Equal(wrong["message"].GetString(), unknown["message"].GetString());
        (await LogInAsync(EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword)).Ok();
    }

    [Fact]
    public async Task an_account_with_ten_failures_is_not_looked_at_for_a_while_whether_it_exists_or_not()
    {
        var (_, _, email, _) = await server.CreateCustomerUserAsync();
        foreach (var name in new[] { email, "no-" + email })
        {
            for (var i = 0; i < 10; i++)
                (await LogInAsync(name, "wrong")).Refused(401, 10);
            var refused = (await LogInAsync(name, ApiClient.Password)).Refused(429, 33);
            Assert.InRange(refused.Message.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }
        (await LogInAsync(EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword)).Ok();
    }

    [Fact]
    public async Task a_login_is_read_whatever_its_content_type()
    {
        var body = $$"""{"username":"{{EmbeddedServer.AdminEmail}}","password":"{{EmbeddedServer.AdminPassword}}"}""";
        (await server.Device.CallAsync("POST", $"api/auth/login", body, "application/x-www-form-urlencoded")).Ok();
    }

    [Fact]
    public async Task both_headers_are_read_and_only_as_bearer()
    {
        var token = (await LogInAsync(EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword)).Ok()["token"].GetString()!;
        Assert.Equal(HttpStatusCode.OK, await WhoAmIAsync("X-Authorization", "Bearer " + token));
        Assert.Equal(HttpStatusCode.OK, await WhoAmIAsync("Authorization", "Bearer " + token));
        foreach (var wrong in new[] { token, "Bearer ", "Bearer", "Basic " + token, "Bearer " + token[..^4] + "AAAA", "Bearer x.y.z" })
            Assert.Equal(HttpStatusCode.Unauthorized, await WhoAmIAsync("X-Authorization", wrong));
    }

    [Fact]
    public async Task a_refresh_token_opens_nothing_but_the_next_pair()
    {
        var pair = (await LogInAsync(EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword)).Ok();
        (await server.WithToken(pair["refreshToken"].GetString()!).GetApiAsync($"api/auth/user")).Refused(401, 10);
        (await RefreshAsync(pair["token"].GetString()!)).Refused(401, 10);
        var next = (await RefreshAsync(pair["refreshToken"].GetString()!)).Ok();
        (await server.WithToken(next["token"].GetString()!).GetApiAsync($"api/auth/user")).Ok();
    }

    [Fact]
    public async Task a_refresh_whose_answer_was_lost_is_repeated_and_an_older_token_ends_the_session()
    {
        var (_, _, email, _) = await server.CreateCustomerUserAsync();
        var first = (await LogInAsync(email, ApiClient.Password)).Ok()["refreshToken"].GetString()!;
        (await RefreshAsync(first)).Ok();
        var repeated = (await RefreshAsync(first)).Ok();
        var third = (await RefreshAsync(repeated["refreshToken"].GetString()!)).Ok();
        (await RefreshAsync(first)).Refused(401, 10);
        (await RefreshAsync(third["refreshToken"].GetString()!)).Refused(401, 10);
        (await server.WithToken(third["token"].GetString()!).GetApiAsync($"api/auth/user")).Refused(401, 11);
    }

    [Fact]
    public async Task a_logout_ends_its_session_and_no_other()
    {
        var (_, _, email, other) = await server.CreateCustomerUserAsync();
        var pair = (await LogInAsync(email, ApiClient.Password)).Ok();
        var client = server.WithToken(pair["token"].GetString()!);
        (await client.PostApiAsync($"api/auth/logout")).Ok();
        (await client.GetApiAsync($"api/auth/user")).Refused(401, 11);
        (await RefreshAsync(pair["refreshToken"].GetString()!)).Refused(401, 10);
        (await other.GetApiAsync($"api/auth/user")).Ok();
    }

    [Fact]
    public async Task a_new_password_ends_all_older_tokens_at_once()
    {
        var (_, _, email, client) = await server.CreateCustomerUserAsync();
        var pair = (await LogInAsync(email, ApiClient.Password)).Ok();
        (await client.PostApiAsync($"api/auth/changePassword", new { currentPassword = "wrong", newPassword = "Passw0rd-2" })).Refused(400, 31);
        (await client.PostApiAsync($"api/auth/changePassword", new { currentPassword = ApiClient.Password, newPassword = "short" })).Refused(400, 31);
        var changed = (await client.PostApiAsync($"api/auth/changePassword", new { currentPassword = ApiClient.Password, newPassword = "Passw0rd-2" })).Ok();
        (await client.GetApiAsync($"api/auth/user")).Refused(401, 11);
        (await RefreshAsync(pair["refreshToken"].GetString()!)).Refused(401, 10);
        (await server.WithToken(changed["token"].GetString()!).GetApiAsync($"api/auth/user")).Ok();
        (await LogInAsync(email, ApiClient.Password)).Refused(401, 10);
        (await LogInAsync(email, "Passw0rd-2")).Ok();
    }

    private Task<ApiAnswer> LogInAsync(string username, string password) => server.Device.PostApiAsync($"api/auth/login", new { username, password });

    private Task<ApiAnswer> RefreshAsync(string refreshToken) => server.Device.PostApiAsync($"api/auth/token", new { refreshToken });

    private async Task<HttpStatusCode> WhoAmIAsync(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/auth/user");
        request.Headers.TryAddWithoutValidation(header, value);
        return (await server.Device.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }
}
