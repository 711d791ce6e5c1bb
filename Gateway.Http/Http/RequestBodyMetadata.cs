namespace OrleansIot.Gateway.Http;

/// <summary>What the documentation of an endpoint shows as its body.</summary>
/// <param name="Type">The document; null: any JSON object.</param>
/// <param name="Example">JSON; for another content type the text itself.</param>
/// <param name="FilePart">Name of the part that is the file, where the body is a form.</param>
internal sealed record RequestBodyMetadata(Type? Type, string? Example = null, string ContentType = "application/json", string? FilePart = null);
