using System.Net;
using OrleansIot.Servers.Cluster;

namespace OrleansIot.Clusters;

/// <summary>Single requests of a device.</summary>
internal static class DeviceClient
{
    public static async Task<HttpStatusCode> PostAsync(ClusterNode door, string token, string json, string what = "telemetry")
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        using var body = new StringContent(json);
        using var response = await http.PostAsync($"/api/v1/{token}/{what}", body, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
