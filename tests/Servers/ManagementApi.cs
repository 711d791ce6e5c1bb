using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansIot.Servers;

/// <summary>What tests need of the management API.</summary>
public sealed partial class ManagementApi : IDisposable
{
    private readonly HttpClient _http;

    private ManagementApi(HttpClient http, string accessToken) => (_http, AccessToken) = (http, accessToken);

    /// <summary>What a caller needs who does not call through this class.</summary>
    public string AccessToken { get; }

    public static async Task<ManagementApi> LoginAsync(Uri address, string email, string password)
    {
        var http = new HttpClient { BaseAddress = address };
        var (status, body) = await TryLoginAsync(http, email, password);
        if (status != HttpStatusCode.OK)
            throw new InvalidOperationException($"Login answered {status}: {body}");
        using var json = JsonDocument.Parse(body);
        var token = json.RootElement.GetProperty("token").GetString()!;
        http.DefaultRequestHeaders.Add("X-Authorization", $"Bearer {token}");
        return new ManagementApi(http, token);
    }

    /// <summary>The answer to a login, whatever it is.</summary>
    public static async Task<HttpStatusCode> TryLoginAsync(Uri address, string email, string password)
    {
        using var http = new HttpClient { BaseAddress = address };
        return (await TryLoginAsync(http, email, password)).Status;
    }

    public async Task<FleetDevice> CreateDeviceAsync(string name, string token)
    {
        using var response = await _http.PostAsJsonAsync($"/api/device?accessToken={token}", new { name, type = "default" });
        using var json = await ReadAsync(response);
        return new FleetDevice(json.RootElement.GetProperty("id").GetProperty("id").GetGuid(), token);
    }

    /// <summary>A page of the registry.</summary>
    /// <param name="query">Beyond <c>pageSize</c> and <c>page</c>, beginning with an ampersand.</param>
    public Task<JsonDocument> ListDevicesAsync(int pageSize, int page, string query = "") =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/tenant/devices?pageSize={pageSize}&page={page}{query}"));

    /// <summary>All rows of the keys in [start, end), typed.</summary>
    public Task<JsonDocument> ReadRowsAsync(Guid device, string keys, long start, long end) => GetAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"/api/plugins/telemetry/DEVICE/{device}/values/timeseries?keys={keys}&startTs={start}&endTs={end}&limit={end - start}&orderBy=ASC&useStrictDataTypes=true"));

    /// <summary>The latest value of the keys, typed.</summary>
    public Task<JsonDocument> ReadLatestAsync(Guid device, string keys) =>
        GetAsync($"/api/plugins/telemetry/DEVICE/{device}/values/timeseries?keys={keys}&useStrictDataTypes=true");

    public Task<JsonDocument> ReadClientAttributesAsync(Guid device) =>
        GetAsync($"/api/plugins/telemetry/DEVICE/{device}/values/attributes/CLIENT_SCOPE");

    /// <summary>Deletes the rows of the keys in [start, end).</summary>
    public async Task DeleteRowsAsync(Guid device, string keys, long start, long end)
    {
        using var response = await _http.DeleteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"/api/plugins/telemetry/DEVICE/{device}/timeseries/delete?keys={keys}&startTs={start}&endTs={end}&deleteLatest=false"));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Makes a chain of these nodes the chain of all devices whose profile names none.</summary>
    public async Task UseRootChainAsync(JsonObject nodes)
    {
        using var chain = await PostAsync("/api/ruleChain", new { name = "test chain" });
        var id = chain.RootElement.GetProperty("id");
        var metadata = nodes.DeepClone().AsObject();
        metadata["ruleChainId"] = JsonNode.Parse(id.GetRawText());
        using var saved = await PostAsync("/api/ruleChain/metadata", metadata);
        using var root = await PostAsync($"/api/ruleChain/{id.GetProperty("id").GetString()}/root", new { });
    }

    public void Dispose() => _http.Dispose();

    private static async Task<(HttpStatusCode Status, string Body)> TryLoginAsync(HttpClient http, string email, string password)
    {
        using var response = await http.PostAsJsonAsync("/api/auth/login", new { username = email, password });
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<JsonDocument> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        return await ReadAsync(response);
    }

    private async Task<JsonDocument> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return await ReadAsync(response);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.OK)
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        var body = await response.Content.ReadAsStringAsync();
        throw new InvalidOperationException($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath} answered {response.StatusCode}: {body}");
    }
}
