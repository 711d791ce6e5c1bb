using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>Short calls of the management API.</summary>
internal static class ApiClient
{
    public static Task<ApiAnswer> GetApiAsync(this HttpClient client, FormattableString path) => client.CallAsync("GET", path);

    public static Task<ApiAnswer> DeleteApiAsync(this HttpClient client, FormattableString path) => client.CallAsync("DELETE", path);

    public static Task<ApiAnswer> PostApiAsync(this HttpClient client, FormattableString path, object? body = null) => client.CallAsync("POST", path, body);

    /// <param name="body">Text is sent as it is, anything else as its JSON.</param>
    public static async Task<ApiAnswer> CallAsync(this HttpClient client, string method, FormattableString path, object? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new(method), FormattableString.Invariant(path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body)));
            request.Content.Headers.ContentType = new(contentType);
        }
        var message = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await message.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = message.Content.Headers.ContentType?.MediaType == "application/json";
        return new(message.StatusCode, isJson ? JsonDocument.Parse(text).RootElement : default, text, message);
    }

    /// <summary>A client that is logged in as a new customer's new user.</summary>
    public static async Task<(string CustomerId, string UserId, string Email, HttpClient Client)> CreateCustomerUserAsync(this EmbeddedServer server)
    {
        var customer = (await server.Admin.PostApiAsync($"api/customer", new { title = "customer-" + Guid.NewGuid() })).Ok().Id;
        var email = Guid.NewGuid() + "@example.org";
        var user = (await server.Admin.PostApiAsync($"api/user?sendActivationMail=false", new { email, authority = "CUSTOMER_USER", customerId = new { entityType = "CUSTOMER", id = customer } })).Ok().Id;
        var link = (await server.Admin.GetApiAsync($"api/user/{user}/activationLink")).Text;
        var pair = (await server.Device.PostApiAsync($"api/noauth/activate", new { activateToken = link.Split("activateToken=")[1], password = Password })).Ok();
        return (customer, user, email, server.WithToken(pair["token"].GetString()!));
    }

    public const string Password = "Passw0rd-1";

    public static HttpClient WithToken(this EmbeddedServer server, string token) =>
        new() { BaseAddress = server.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
}
