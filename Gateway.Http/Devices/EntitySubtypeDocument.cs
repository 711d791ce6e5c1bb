using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Devices;

internal sealed record EntitySubtypeDocument(EntityIdDocument TenantId, string EntityType, string Type);
