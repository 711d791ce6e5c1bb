using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansIot.DeviceProfiles;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.DeviceProfiles;

/// <summary>A device profile as ThingsBoard's clients know it. What only they read is kept as it came.</summary>
internal sealed record DeviceProfileDocument
{
    private const int MaxStorageTtlDays = 36_500;

    public EntityIdDocument? Id { get; init; }

    public long? CreatedTime { get; init; }

    public EntityIdDocument? TenantId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Image { get; init; }

    public string? Type { get; init; }

    public string? TransportType { get; init; }

    public string? ProvisionType { get; init; }

    public EntityIdDocument? DefaultRuleChainId { get; init; }

    public EntityIdDocument? DefaultDashboardId { get; init; }

    public string? DefaultQueueName { get; init; }

    public string? ProvisionDeviceKey { get; init; }

    public EntityIdDocument? FirmwareId { get; init; }

    public EntityIdDocument? SoftwareId { get; init; }

    public EntityIdDocument? DefaultEdgeRuleChainId { get; init; }

    public EntityIdDocument? ExternalId { get; init; }

    public long? Version { get; init; }

    /// <summary>Told, not taken: <c>POST /api/deviceProfile/{id}/default</c> makes a profile the default one.</summary>
    public bool? Default { get; init; }

    public JsonElement? ProfileData { get; init; }

    /// <summary>An addition to ThingsBoard's profile.</summary>
    [Description("Days that the readings of the profile's devices stay: 0 for ever, absent or null as the installation is configured (Retention__TimeToLive)")]
    public int? StorageTtlDays { get; init; }

    public static DeviceProfileDocument From(DeviceProfileInfo profile)
    {
        var kept = JsonSerializer.Deserialize(profile.Fields.Document, ManagementJson.Wire.DeviceProfileDocument)!;
        return kept with
        {
            Id = EntityIdDocument.DeviceProfile(profile.Id),
            CreatedTime = profile.CreatedTime,
            TenantId = EntityIdDocument.Tenant,
            Name = profile.Fields.Name,
            Type = kept.Type ?? "DEFAULT",
            TransportType = kept.TransportType ?? "DEFAULT",
            ProvisionType = ProvisionTypes.Name(profile.Fields.ProvisionType),
            ProvisionDeviceKey = profile.Fields.ProvisionKey,
            FirmwareId = EntityIdDocument.OtaPackage(profile.Fields.FirmwareId),
            SoftwareId = EntityIdDocument.OtaPackage(profile.Fields.SoftwareId),
            Version = profile.Version,
            Default = profile.IsDefault,
            DefaultRuleChainId = profile.Fields.RuleChainId is { } chain ? EntityIdDocument.RuleChain(chain) : null,
        };
    }

    public DeviceProfileFields ToFields(MemberReader members)
    {
        var data = members.Object("profileData", ProfileData) is { } json ? (JsonObject)JsonNode.Parse(json)! : [];
        var provision = data["provisionConfiguration"] as JsonObject;
        var typeName = ProvisionType ?? Text(provision, "type") ?? "DISABLED";
        if (!ProvisionTypes.TryParse(typeName, out var type))
            members.Refuse("Invalid value of 'provisionType'");
        var secret = Text(provision, "provisionDeviceSecret");
        Complete(data, typeName, secret);
        var chain = members.Id("defaultRuleChainId", DefaultRuleChainId);
        members.Id("defaultDashboardId", DefaultDashboardId);
        var firmware = members.Id("firmwareId", FirmwareId);
        var software = members.Id("softwareId", SoftwareId);
        if (StorageTtlDays is < 0 or > MaxStorageTtlDays)
            members.Refuse($"'storageTtlDays' must be from 0 to {MaxStorageTtlDays}");
        // Only what the columns of a profile do not hold.
        var kept = this with
        {
            Id = null,
            CreatedTime = null,
            TenantId = null,
            Name = null,
            ProvisionType = null,
            ProvisionDeviceKey = null,
            FirmwareId = null,
            SoftwareId = null,
            DefaultRuleChainId = null,
            ExternalId = null,
            Version = null,
            Default = null,
            ProfileData = JsonSerializer.SerializeToElement(data, ManagementJson.Wire.JsonObject),
        };
        var key = string.IsNullOrWhiteSpace(ProvisionDeviceKey) ? null : ProvisionDeviceKey;
        return new(
            Name ?? "", type, key, secret, JsonSerializer.SerializeToUtf8Bytes(kept, ManagementJson.Wire.DeviceProfileDocument), firmware, software, IsTrue(provision, "allowReprovisioning"),
            chain);
    }

    /// <summary>The parts that ThingsBoard's clients expect to be there.</summary>
    private static void Complete(JsonObject data, string provisionType, string? secret)
    {
        if (data["configuration"] is not JsonObject)
            data["configuration"] = new JsonObject { ["type"] = "DEFAULT" };
        if (data["transportConfiguration"] is not JsonObject)
            data["transportConfiguration"] = new JsonObject { ["type"] = "DEFAULT" };
        if (data["provisionConfiguration"] is not JsonObject)
            data["provisionConfiguration"] = new JsonObject { ["type"] = provisionType, ["provisionDeviceSecret"] = secret };
        data.TryAdd("alarms", null);
    }

    private static string? Text(JsonObject? parent, string member) =>
        parent?[member] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static bool IsTrue(JsonObject? parent, string member) => parent?[member] is JsonValue value && value.TryGetValue(out bool flag) && flag;
}
