using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace OrleansIot.Gateway.Rpc;

/// <summary>The preference <c>commands</c> of the header <c>Prefer</c> (RFC 7240): how many waiting commands a device wants in the answer to its post. Ours.</summary>
internal static class CommandPreference
{
    private const string Name = "commands";

    /// <summary>How many are asked for, from 1 to <paramref name="most"/>; 0: none. A value that makes no sense is as good as no preference.</summary>
    public static int Read(StringValues prefer, int most)
    {
        foreach (var header in prefer)
        {
            var rest = header.AsSpan();
            while (!rest.IsEmpty)
            {
                var preference = Cut(ref rest, ',');
                var value = Cut(ref preference, ';');
                var name = Cut(ref value, '=').Trim();
                if (name.Equals(Name, StringComparison.OrdinalIgnoreCase))
                    return Math.Min(Count(value.Trim().Trim('"')), most);
            }
        }
        return 0;
    }

    /// <summary>Value of the header <c>Preference-Applied</c>.</summary>
    public static string Applied(int count) => string.Create(CultureInfo.InvariantCulture, $"{Name}={count}");

    private static int Count(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
            return 1;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    /// <summary>The part before the first separator that is not quoted; what follows it remains.</summary>
    private static ReadOnlySpan<char> Cut(ref ReadOnlySpan<char> rest, char separator)
    {
        var isQuoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"')
                isQuoted = !isQuoted;
            else if (rest[i] == '\\' && isQuoted)
                i++;
            else if (rest[i] == separator && !isQuoted)
            {
                var part = rest[..i];
                rest = rest[(i + 1)..];
                return part;
            }
        }
        var all = rest;
        rest = default;
        return all;
    }
}
