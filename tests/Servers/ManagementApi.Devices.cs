using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansIot.Servers;

public sealed partial class ManagementApi
{
    /// <summary>Writes shared attributes, a JSON object.</summary>
    public async Task ShareAsync(Guid device, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync($"/api/plugins/telemetry/DEVICE/{device}/attributes/SHARED_SCOPE", body);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Gives the device another access token; the one it had opens nothing from then on.</summary>
    public async Task ChangeTokenAsync(Guid device, string token)
    {
        var credentials = (await _http.GetFromJsonAsync<JsonObject>($"/api/device/{device}/credentials"))!;
        credentials["credentialsId"] = token;
        using var response = await _http.PostAsJsonAsync("/api/device/credentials", credentials);
        response.EnsureSuccessStatusCode();
    }

    public async Task DeleteDeviceAsync(Guid device)
    {
        using var response = await _http.DeleteAsync($"/api/device/{device}");
        response.EnsureSuccessStatusCode();
    }
}
