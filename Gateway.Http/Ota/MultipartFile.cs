using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace OrleansIot.Gateway.Ota;

/// <summary>Finds the part of a multipart body that is the file, without holding any of it.</summary>
internal static class MultipartFile
{
    private const string PartName = "file";
    private const string AnyBytes = "application/octet-stream";
    private const int MaxName = 255;
    private const int MaxBoundary = 70; // RFC 2046, section 5.1.1

    /// <summary>Null: the body has no such part, or is no multipart form.</summary>
    /// <exception cref="IOException">The body ends too early.</exception>
    /// <exception cref="InvalidDataException">It holds more headers than anybody needs.</exception>
    public static async Task<OtaPart?> FindAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaxBoundary } boundary)
            return null;
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name).Equals(PartName, StringComparison.OrdinalIgnoreCase))
                return new(section.Body, FileName(disposition), ContentType(section.ContentType));
        }
        return null;
    }

    private static string FileName(ContentDispositionHeaderValue disposition)
    {
        var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.UnescapeAsQuotedString(disposition.FileName).Value;
        var name = new string([.. (given ?? "")[((given ?? "").LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))]);
        return name.Length switch
        {
            0 => PartName,
            > MaxName => name[..MaxName],
            _ => name,
        };
    }

    private static string ContentType(string? given) =>
        MediaTypeHeaderValue.TryParse(given, out var type) && given is { Length: <= MaxName } ? type.ToString() : AnyBytes;
}
