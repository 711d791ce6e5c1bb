using OrleansIot.DeviceProfiles;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.DeviceProfiles;

/// <summary>What pickers show of a device profile.</summary>
internal sealed record DeviceProfileInfoDocument(
    EntityIdDocument Id, string Name, string? Image, EntityIdDocument? DefaultDashboardId, string Type, string TransportType, EntityIdDocument TenantId)
{
    public static DeviceProfileInfoDocument From(DeviceProfileInfo profile)
    {
        var document = DeviceProfileDocument.From(profile);
        return new(document.Id!, document.Name!, document.Image, document.DefaultDashboardId, document.Type!, document.TransportType!, EntityIdDocument.Tenant);
    }
}
