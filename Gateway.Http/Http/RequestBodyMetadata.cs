namespace OrleansIot.Gateway.Http;

/// <summary>What the documentation of an endpoint shows as its body.</summary>
/// <param name="Type">The document; null: any JSON object.</param>
internal sealed record RequestBodyMetadata(Type? Type, string? Example = null);
