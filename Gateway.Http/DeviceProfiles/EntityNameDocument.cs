using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.DeviceProfiles;

internal sealed record EntityNameDocument(EntityIdDocument Id, string Name);
