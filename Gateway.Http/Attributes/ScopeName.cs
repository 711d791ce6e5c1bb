using OrleansIot.Attributes;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Attributes;

/// <summary>A scope in the path, by ThingsBoard's name.</summary>
internal readonly record struct ScopeName(AttributeScope Value, Problem? Problem) : ICheckedArgument, IParsable<ScopeName>
{
    private const int LongestQuote = 40;

    public static implicit operator AttributeScope(ScopeName scope) => scope.Value;

    public static ScopeName Parse(string s, IFormatProvider? provider) => s switch
    {
        "CLIENT_SCOPE" => new(AttributeScope.Client, null),
        "SHARED_SCOPE" => new(AttributeScope.Shared, null),
        "SERVER_SCOPE" => new(AttributeScope.Server, null),
        _ => new(default, Problem.Bad(s.Length <= LongestQuote ? $"Invalid scope: {s}" : "Invalid scope")),
    };

    public static bool TryParse(string? s, IFormatProvider? provider, out ScopeName result)
    {
        result = Parse(s ?? "", provider);
        return true;
    }
}
