using System.Globalization;

namespace OrleansIot.Gateway.Http;

/// <summary>Reads query parameters; remembers the first that is wrong.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int MaxText = 255;

    public Problem? Problem { get; private set; }

    /// <summary>Null when absent or empty.</summary>
    public string? Text(string name)
    {
        var text = query[name] is [var first, ..] && !string.IsNullOrEmpty(first) ? first : null;
        if (text is { Length: > MaxText })
            Refuse($"Parameter '{name}' must be at most {MaxText} characters long");
        return text;
    }

    public long? Long(string name) => Parse(name, "a number", text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : (long?)null);

    /// <param name="fallback">Null: the parameter is required.</param>
    public int Int(string name, int? fallback, int min, int max)
    {
        var value = Long(name) ?? fallback;
        if (value is null)
            Refuse($"Parameter '{name}' is required");
        else if (value < min || value > max)
            Refuse($"Parameter '{name}' must be from {min} to {max}");
        return value >= min && value <= max ? (int)value : min;
    }

    public bool Flag(string name, bool fallback) => Parse(name, "true or false", text => bool.TryParse(text, out var value) ? value : (bool?)null) ?? fallback;

    public Guid? Id(string name) => Parse(name, "a UUID", text => Guid.TryParseExact(text, "D", out var value) ? value : (Guid?)null);

    /// <summary>One of the names, without regard to case; the name's index.</summary>
    public int OneOf(string name, int fallback, params ReadOnlySpan<string> names)
    {
        if (Text(name) is not { } text)
            return fallback;
        for (var i = 0; i < names.Length; i++)
            if (names[i].Equals(text, StringComparison.OrdinalIgnoreCase))
                return i;
        Refuse($"Parameter '{name}' must be one of {string.Join(", ", names!)}");
        return fallback;
    }

    /// <summary>Names from comma lists, repeatable (<paramref name="list"/>), and whole (<paramref name="single"/>); each once, in order. Null: none.</summary>
    public string[]? Keys(string list, string single, int max)
    {
        var keys = query[list].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            .Concat(query[single].Where(text => !string.IsNullOrEmpty(text)).Select(text => text!))
            .Distinct(StringComparer.Ordinal)
            .Take(max + 1)
            .ToArray();
        if (keys.Length > max)
            Refuse($"At most {max} keys can be named in one request");
        return keys.Length == 0 ? null : keys;
    }

    public void Refuse(string message) => Problem ??= Problem.Bad(message);

    private T? Parse<T>(string name, string kind, Func<string, T?> parse)
        where T : struct
    {
        if (query[name] is not [{ Length: > 0 } text, ..])
            return null;
        var value = parse(text);
        if (value is null)
            Refuse($"Parameter '{name}' must be {kind}");
        return value;
    }
}
