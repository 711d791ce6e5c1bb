using Microsoft.AspNetCore.WebUtilities;
using OrleansIot.Attributes;

namespace OrleansIot.Gateway.Attributes;

/// <summary>
/// The parameters <c>clientKeys</c> and <c>sharedKeys</c>: comma lists, repeatable, adding up. Empty places are skipped, a list of nothing counts as absent,
/// other parameters are ignored (specification E3, 1.5).
/// </summary>
internal static class AttributeQueryString
{
    public static AttributeQuery Parse(string? query)
    {
        if (string.IsNullOrEmpty(query))
            return AttributeQuery.Everything;
        List<string>? client = null;
        List<string>? shared = null;
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            switch (parameter.DecodeName().Span)
            {
                case "clientKeys":
                    Add(ref client, parameter.DecodeValue().Span);
                    break;
                case "sharedKeys":
                    Add(ref shared, parameter.DecodeValue().Span);
                    break;
                default:
                    break;
            }
        }
        return client is null && shared is null ? AttributeQuery.Everything : new(client?.ToArray(), shared?.ToArray());
    }

    private static void Add(ref List<string>? keys, ReadOnlySpan<char> list)
    {
        foreach (var range in list.Split(','))
        {
            if (!list[range].IsEmpty)
                (keys ??= []).Add(list[range].ToString());
        }
    }
}
