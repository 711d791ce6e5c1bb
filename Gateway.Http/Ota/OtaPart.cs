namespace OrleansIot.Gateway.Ota;

/// <summary>The part of a multipart body that holds a package's data.</summary>
/// <param name="FileName">Without folders and control characters; 1 to 255 UTF-16 units.</param>
/// <param name="ContentType">A media type.</param>
internal sealed record OtaPart(Stream Data, string FileName, string ContentType);
