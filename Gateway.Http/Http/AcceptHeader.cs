using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace OrleansIot.Gateway.Http;

/// <summary>Content negotiation of paths that answer JSON (RFC 9110, section 12.5.1).</summary>
internal static class AcceptHeader
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Whether the most specific range that matches application/json has a weight above 0. No header, or one that cannot be read, takes anything.</summary>
    public static bool TakesJson(StringValues accept)
    {
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is null or "" or "*/*" or "application/json"))
            return true;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges) || ranges.Count == 0)
            return true;
        MediaTypeHeaderValue? best = null;
        foreach (var range in ranges)
        {
            if (Json.IsSubsetOf(WithoutParameters(range)) && (best is null || Specificity(range) > Specificity(best)))
                best = range;
        }
        return best is not null && (best.Quality ?? 1) > 0;
    }

    private static MediaTypeHeaderValue WithoutParameters(MediaTypeHeaderValue range) => range.Parameters.Count == 0 ? range : new(range.MediaType);

    private static int Specificity(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
