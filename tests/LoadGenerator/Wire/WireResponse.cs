using System.Text;

namespace OrleansIot.Load;

/// <summary>A whole answer.</summary>
/// <param name="Tag">The entity tag without its quotes; null when there is none.</param>
/// <param name="IsLast">Whether the server closes the connection after it.</param>
internal sealed record WireResponse(int Status, string? Tag, string Body, bool IsLast)
{
    private const string TagHeader = "\r\nETag:";

    public static WireResponse From(ResponseHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> body) =>
        new(head.Status, FindTag(Encoding.ASCII.GetString(headBytes)), Encoding.UTF8.GetString(body), head.IsLast);

    private static string? FindTag(string head)
    {
        var at = head.IndexOf(TagHeader, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var value = head.AsSpan(at + TagHeader.Length);
        value = value[..value.IndexOf('\r')].Trim();
        return (value.StartsWith("W/") ? value[2..] : value).Trim('"').ToString();
    }
}
