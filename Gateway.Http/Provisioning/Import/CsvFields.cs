using System.Text;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>The fields of a line of comma-separated values (RFC 4180; a field does not go beyond its line).</summary>
internal static class CsvFields
{
    /// <summary>Null: the line is none.</summary>
    public static string[]? Split(ReadOnlySpan<byte> utf8)
    {
        var line = Encoding.UTF8.GetString(utf8);
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (Quoted(line, ref at) is not { } quoted || (at < line.Length && line[at] != ','))
                    return null;
                fields.Add(quoted);
            }
            else
            {
                var end = line.IndexOf(',', at);
                end = end < 0 ? line.Length : end;
                fields.Add(line[at..end]);
                at = end;
            }
            if (at == line.Length)
                return [.. fields];
            at++;
        }
    }

    private static string? Quoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (at++; ; at++)
        {
            var end = line.IndexOf('"', at);
            if (end < 0)
                return null;
            text.Append(line, at, end - at);
            at = end + 1;
            if (at == line.Length || line[at] != '"')
                return text.ToString();
            text.Append('"');
        }
    }
}
