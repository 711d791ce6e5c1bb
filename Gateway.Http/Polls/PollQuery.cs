using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace OrleansIot.Gateway.Polls;

/// <summary>The query string of a poll.</summary>
/// <param name="Time">How long it may be held, within what the server allows.</param>
/// <param name="Since">Text of the parameter <c>since</c>; null when absent or empty.</param>
/// <param name="Max">Text of the parameter <c>max</c>; null when absent or empty.</param>
internal readonly record struct PollQuery(TimeSpan Time, string? Since, string? Max)
{
    /// <summary>False: <c>timeout</c> is not a 64-bit integer. Absent, empty and 0 mean the default, negative means at once (specification 3.1).</summary>
    public static bool TryParse(string? query, PollOptions options, out PollQuery parsed)
    {
        string? timeout = null, since = null, max = null;
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            switch (parameter.DecodeName().Span)
            {
                case "timeout":
                    timeout ??= parameter.DecodeValue().ToString();
                    break;
                case "since":
                    since ??= parameter.DecodeValue().ToString();
                    break;
                case "max":
                    max ??= parameter.DecodeValue().ToString();
                    break;
                default:
                    break;
            }
        }
        var asked = 0L;
        var isNumber = string.IsNullOrEmpty(timeout) || long.TryParse(timeout, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out asked);
        var milliseconds = asked == 0 ? options.DefaultTimeout : Math.Max(asked, 0);
        parsed = new(TimeSpan.FromMilliseconds(Math.Min(milliseconds, options.MaxTimeout)), NullIfEmpty(since), NullIfEmpty(max));
        return isNumber;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
