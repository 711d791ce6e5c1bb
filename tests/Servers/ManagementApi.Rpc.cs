using System.Net.Http.Json;

namespace OrleansIot.Servers;

public sealed partial class ManagementApi
{
    /// <summary>Issues a persistent command; the id of its record.</summary>
    /// <param name="timeout">Milliseconds.</param>
    public async Task<Guid> KeepCommandAsync(Guid device, string method, bool oneWay = false, int timeout = 120_000)
    {
        using var response = await _http.PostAsJsonAsync($"/api/rpc/{Kind(oneWay)}/{device}", new { method, timeout, persistent = true });
        using var json = await ReadAsync(response);
        return json.RootElement.GetProperty("rpcId").GetGuid();
    }

    /// <summary>Issues a command and waits for its end.</summary>
    /// <param name="timeout">Milliseconds.</param>
    public async Task<(int Status, string Body)> CallAsync(Guid device, string method, bool oneWay, int timeout, CancellationToken cancellation)
    {
        using var response = await _http.PostAsJsonAsync($"/api/rpc/{Kind(oneWay)}/{device}", new { method, timeout }, cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Status and response (JSON text) of a persistent command.</summary>
    public async Task<(string Status, string Response)> ReadCommandAsync(Guid command)
    {
        using var record = await GetAsync($"/api/rpc/persistent/{command}");
        return (record.RootElement.GetProperty("status").GetString()!, record.RootElement.GetProperty("response").GetRawText());
    }

    private static string Kind(bool oneWay) => oneWay ? "oneway" : "twoway";
}
