using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace OrleansIot.Gateway.Http;

/// <summary>The charset parameter of a content type. Without one, and where the content type is no media type at all, a body is UTF-8.</summary>
internal static class BodyCharset
{
    public static bool IsUtf8(string? contentType) =>
        contentType is null || !contentType.Contains("charset", StringComparison.OrdinalIgnoreCase);

    /// <param name="encoding">Null: the body is UTF-8 already.</param>
    /// <returns>False when the charset is unknown.</returns>
    public static bool TryFind(string? contentType, out Encoding? encoding)
    {
        encoding = null;
        if (contentType is null || !MediaTypeHeaderValue.TryParse(contentType, out var media) || !media.Charset.HasValue)
            return true;
        var name = HeaderUtilities.RemoveQuotes(media.Charset).ToString();
        try
        {
            encoding = Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback);
        }
        catch (ArgumentException)
        {
            return false;
        }
        if (encoding.CodePage is Utf8CodePage or AsciiCodePage)
            encoding = null;
        else if (name.Equals("utf-16", StringComparison.OrdinalIgnoreCase))
            encoding = Encoding.BigEndianUnicode; // RFC 2781, section 4.3: without a byte order mark, big-endian.
        return true;
    }

    /// <summary>False when the text is longer than an array can be.</summary>
    public static bool TryConvert(ReadOnlySpan<byte> body, Encoding encoding, [NotNullWhen(true)] out byte[]? utf8)
    {
        utf8 = null;
        if (encoding.CodePage == Encoding.BigEndianUnicode.CodePage && body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            encoding = Encoding.Unicode;
        if (encoding.GetMaxCharCount(body.Length) > Array.MaxLength / 3)
            return false;
        utf8 = Encoding.UTF8.GetBytes(encoding.GetString(body));
        return true;
    }

    private const int Utf8CodePage = 65001;
    private const int AsciiCodePage = 20127;
}
