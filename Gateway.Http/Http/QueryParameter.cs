namespace OrleansIot.Gateway.Http;

/// <summary>A query parameter as the documentation of an endpoint shows it.</summary>
/// <param name="Type">JSON schema type: string, integer or boolean.</param>
internal sealed record QueryParameter(string Name, string Type, string Description, bool Required = false);
