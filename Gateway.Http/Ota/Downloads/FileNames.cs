using System.Buffers;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace OrleansIot.Gateway.Ota;

/// <summary>Names of files in headers. They are UTF-8 there, raw.</summary>
public static class FileNames
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ()@,");

    /// <summary>How a server must encode the values of a header so that a name gets through; null: as it always does.</summary>
    public static Encoding? Encoding(string header) => header.Equals("x-filename", StringComparison.OrdinalIgnoreCase) ? System.Text.Encoding.UTF8 : null;

    /// <summary>As ThingsBoard writes it where that can be read at all; otherwise as RFC 6266 does.</summary>
    internal static string Disposition(string name)
    {
        if (!name.AsSpan().ContainsAnyExcept(Plain))
            return $"attachment;filename={name}";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }
}
