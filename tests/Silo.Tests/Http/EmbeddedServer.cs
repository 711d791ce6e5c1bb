using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>A whole embedded server in this process: real Kestrel, real grains, a database in a folder of its own.</summary>
public sealed class EmbeddedServer : IAsyncLifetime
{
    public const string AdminEmail = "admin@example.org";
    public const string AdminPassword = "Administrator-1";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "orleansiot-" + Guid.NewGuid().ToString("N"));
    private WebApplication _app = null!;

    /// <summary>Settings beyond the usual ones, as on the command line.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>Speaks to the device API; knows no user.</summary>
    public HttpClient Device { get; private set; } = null!;

    /// <summary>Speaks to the management API as the tenant administrator.</summary>
    public HttpClient Admin { get; private set; } = null!;

    public Uri Address => Device.BaseAddress!;

    public IServiceProvider Services => _app.Services;

    public async ValueTask InitializeAsync()
    {
        _app = await EmbeddedHost.StartAsync(
            [$"--Storage:Path={_folder}", "--urls=http://127.0.0.1:0", $"--Admin:Email={AdminEmail}", $"--Admin:Password={AdminPassword}", .. Settings],
            TextWriter.Null);
        Device = new() { BaseAddress = new(_app.Urls.First()) };
        Admin = await LogInAsync(AdminEmail, AdminPassword);
    }

    /// <summary>A client of the management API that is logged in.</summary>
    public async Task<HttpClient> LogInAsync(string email, string password)
    {
        var answer = await Device.PostAsJsonAsync("api/auth/login", new { username = email, password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Creates a device with a token of its own.</summary>
    public async Task<(Guid Id, string Token)> CreateDeviceAsync()
    {
        var token = Guid.NewGuid().ToString("N")[..20];
        var answer = await Admin.PostAsJsonAsync($"api/device?accessToken={token}", new { name = "device-" + token, type = "default" });
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetProperty("id").GetGuid();
        return (id, token);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Device.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
