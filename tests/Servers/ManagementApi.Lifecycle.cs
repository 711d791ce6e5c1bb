using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansIot.Servers;

/// <summary>Profiles, packages and imports.</summary>
public sealed partial class ManagementApi
{
    /// <summary>A profile whose devices may register themselves, those too that have lost their credentials.</summary>
    public async Task<Guid> CreateProfileAsync(string name, string provisionKey, string provisionSecret)
    {
        const string strategy = "ALLOW_CREATE_NEW_DEVICES";
        using var response = await _http.PostAsJsonAsync("/api/deviceProfile", new
        {
            name,
            provisionType = strategy,
            provisionDeviceKey = provisionKey,
            profileData = new { provisionConfiguration = new { type = strategy, provisionDeviceSecret = provisionSecret, allowReprovisioning = true } },
        });
        using var json = await ReadAsync(response);
        return IdOf(json.RootElement);
    }

    /// <summary>A firmware package without its data.</summary>
    public async Task<Guid> CreatePackageAsync(Guid profile, string title, string version)
    {
        using var response = await _http.PostAsJsonAsync(
            "/api/otaPackage", new { deviceProfileId = Entity("DEVICE_PROFILE", profile), type = "FIRMWARE", title, version, usesUrl = false });
        using var json = await ReadAsync(response);
        return IdOf(json.RootElement);
    }

    public Task UploadAsync(Guid package, byte[] data) => UploadAsync(package, new ByteArrayContent(data));

    public async Task UploadAsync(Guid package, HttpContent data)
    {
        data.Headers.ContentType = new("application/octet-stream");
        using var form = new MultipartFormDataContent();
        form.Add(data, "file", "firmware.bin");
        using var response = await _http.PostAsync($"/api/otaPackage/{package}", form);
        using var json = await ReadAsync(response);
    }

    public Task<byte[]> DownloadAsync(Guid package) => _http.GetByteArrayAsync($"/api/otaPackage/{package}/download");

    public async Task<bool> HasDataAsync(Guid package)
    {
        using var json = await GetAsync($"/api/otaPackage/info/{package}");
        return json.RootElement.GetProperty("hasData").GetBoolean();
    }

    /// <summary>Gives all devices of a profile a firmware.</summary>
    public async Task SetFirmwareAsync(Guid profile, Guid package)
    {
        var stored = JsonNode.Parse(await _http.GetStringAsync($"/api/deviceProfile/{profile}"))!;
        stored["firmwareId"] = JsonSerializer.SerializeToNode(Entity("OTA_PACKAGE", package));
        using var response = await _http.PostAsJsonAsync("/api/deviceProfile", stored);
        using var json = await ReadAsync(response);
    }

    /// <summary>How many devices of the profile have been told of its firmware, and whether that was all.</summary>
    public async Task<(long Done, bool IsFinished)> ReadFanOutAsync(Guid profile)
    {
        using var json = await GetAsync($"/api/deviceProfile/{profile}/packages");
        var progress = json.RootElement[0];
        return (progress.GetProperty("done").GetInt64(), progress.GetProperty("state").GetString() == "FINISHED");
    }

    /// <summary>A roll-out to all devices of the package's profile at once.</summary>
    public async Task<Guid> RollOutAsync(Guid package)
    {
        using var response = await _http.PostAsJsonAsync("/api/otaRollOut", new { packageId = Entity("OTA_PACKAGE", package), stages = new[] { new { percent = 100 } } });
        using var json = await ReadAsync(response);
        return json.RootElement.GetProperty("id").GetGuid();
    }

    public async Task<(long Reached, bool IsBusy)> ReadRollOutAsync(Guid rollOut)
    {
        using var json = await GetAsync($"/api/otaRollOut/{rollOut}");
        return (json.RootElement.GetProperty("reached").GetInt64(), json.RootElement.GetProperty("busy").GetBoolean());
    }

    /// <summary>What a key has been so far, oldest first.</summary>
    public async Task<string?[]> ReadValuesAsync(Guid device, string key)
    {
        using var json = await GetAsync($"/api/plugins/telemetry/DEVICE/{device}/values/timeseries?keys={key}&startTs=0&endTs=253402300799999&limit=1000&orderBy=ASC");
        return json.RootElement.TryGetProperty(key, out var rows) ? [.. rows.EnumerateArray().Select(row => row.GetProperty("value").GetString())] : [];
    }

    public async Task<string?> ReadSharedAttributeAsync(Guid device, string key)
    {
        using var json = await GetAsync($"/api/plugins/telemetry/DEVICE/{device}/values/attributes/SHARED_SCOPE?keys={key}");
        return json.RootElement.GetArrayLength() == 0 ? null : json.RootElement[0].GetProperty("value").ToString();
    }

    /// <summary>Sends lines to the import, as they are written.</summary>
    /// <returns>The report, a JSON object a line; the last one says how it ended.</returns>
    public async Task<JsonElement[]> ImportAsync(Guid import, HttpContent lines, bool onlyRefused = false)
    {
        lines.Headers.ContentType = new("application/x-ndjson");
        using var response = await _http.PostAsync($"/api/devices/import?import={import}{(onlyRefused ? "&report=REFUSED" : "")}", lines);
        response.EnsureSuccessStatusCode();
        var report = await response.Content.ReadAsStringAsync();
        return [.. report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Names and ids of the devices of a type.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> ListDevicesAsync(string type)
    {
        var devices = new Dictionary<string, Guid>(StringComparer.Ordinal);
        for (var page = 0; ; page++)
        {
            using var json = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/tenant/devices?pageSize=1000&page={page}&type={type}&sortProperty=name&sortOrder=ASC"));
            foreach (var device in json.RootElement.GetProperty("data").EnumerateArray())
                devices.Add(device.GetProperty("name").GetString()!, IdOf(device));
            if (!json.RootElement.GetProperty("hasNext").GetBoolean())
                return devices;
        }
    }

    public async Task<long> CountDevicesAsync(string type)
    {
        using var json = await GetAsync($"/api/tenant/devices?pageSize=1&page=0&type={type}");
        return json.RootElement.GetProperty("totalElements").GetInt64();
    }

    private static object Entity(string type, Guid id) => new { entityType = type, id };

    private static Guid IdOf(JsonElement entity) => entity.GetProperty("id").GetProperty("id").GetGuid();
}
