using System.Diagnostics.CodeAnalysis;

namespace OrleansIot.Gateway.Http;

/// <summary>An id in the path. One that cannot be read is taken along with its problem, so that the refusal is ours.</summary>
internal readonly record struct PathId(Guid Value, Problem? Problem) : ICheckedArgument, IParsable<PathId>
{
    private static readonly Problem NoUuid = Problem.Bad("An id in the path is no UUID");

    public static implicit operator Guid(PathId id) => id.Value;

    public static PathId Parse(string s, IFormatProvider? provider) => Guid.TryParseExact(s, "D", out var id) ? new(id, null) : new(default, NoUuid);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PathId result)
    {
        result = Parse(s ?? "", provider);
        return true;
    }
}
