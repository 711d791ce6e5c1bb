using System.Net.Http.Headers;
using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>Short calls for profiles, packages and what devices are told.</summary>
internal static class LifecycleClient
{
    public static string Unique(string what) => $"{what}-{Guid.NewGuid():N}";

    /// <returns>The profile as it was answered.</returns>
    public static async Task<ApiAnswer> CreateProfileAsync(this EmbeddedServer server, string strategy = "DISABLED", string? key = null, string? secret = null, bool reprovision = false) =>
        (await server.Admin.PostApiAsync($"api/deviceProfile", new
        {
            name = Unique("profile"),
            provisionType = strategy,
            provisionDeviceKey = key,
            profileData = new { provisionConfiguration = new { type = strategy, provisionDeviceSecret = secret, allowReprovisioning = reprovision } },
        })).Ok();

    public static async Task<(string Id, string Token)> CreateDeviceAsync(this EmbeddedServer server, string profile, string? name = null)
    {
        var token = Guid.NewGuid().ToString("N")[..20];
        var body = new { name = name ?? "device-" + token, deviceProfileId = new { entityType = "DEVICE_PROFILE", id = profile } };
        return ((await server.Admin.PostApiAsync($"api/device?accessToken={token}", body)).Ok().Id, token);
    }

    /// <returns>Id of a package with data.</returns>
    public static async Task<string> CreatePackageAsync(this EmbeddedServer server, string profile, byte[] data, string title, string version = "1.0", string fileName = "fw.bin")
    {
        var id = await server.CreatePackageAsync(profile, title, version);
        using var answer = await server.UploadAsync(id, data, fileName);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return id;
    }

    /// <returns>Id of a package that waits for its data.</returns>
    public static async Task<string> CreatePackageAsync(this EmbeddedServer server, string profile, string title, string version) => (await server.Admin.PostApiAsync($"api/otaPackage", new
    {
        deviceProfileId = new { entityType = "DEVICE_PROFILE", id = profile },
        type = "FIRMWARE",
        title,
        version,
        usesUrl = false,
    })).Ok().Id;

    public static async Task<HttpResponseMessage> UploadAsync(this EmbeddedServer server, string package, byte[] data, string fileName = "fw.bin", string query = "")
    {
        using var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(data);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(part, "file", fileName);
        return await server.Admin.PostAsync(new Uri($"api/otaPackage/{package}{query}", UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Changes members of an entity that is saved with POST to where it is read from.</summary>
    public static async Task<ApiAnswer> ChangeAsync(this EmbeddedServer server, string entity, string id, params (string Member, object? Value)[] members)
    {
        var stored = (await server.Admin.GetApiAsync($"api/{entity}/{id}")).Ok();
        var body = JsonSerializer.Deserialize<Dictionary<string, object?>>(stored.Text)!;
        foreach (var (member, value) in members)
            body[member] = value;
        return await server.Admin.PostApiAsync($"api/{entity}", body);
    }

    public static object Package(string id) => new { entityType = "OTA_PACKAGE", id };

    /// <summary>Values of shared attributes, or of the scope that is named.</summary>
    public static async Task<Dictionary<string, string>> AttributesAsync(this EmbeddedServer server, string device, string scope = "SHARED_SCOPE") =>
        (await server.Admin.GetApiAsync($"api/plugins/telemetry/DEVICE/{device}/values/attributes/{scope}")).Ok().Json.EnumerateArray()
            .ToDictionary(a => a.GetProperty("key").GetString()!, a => a.GetProperty("value").ToString());

    /// <summary>Waits for what happens in the background.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds, string what)
    {
        for (var waited = 0; !await holds(); waited += 50)
        {
            Assert.True(waited < 30_000, what);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
