using System.Globalization;

namespace OrleansIot.Gateway.Polls;

/// <summary>
/// When a trusted balancer first took the request: <c>X-Request-Start: t=&lt;milliseconds since 1970&gt;</c>. A balancer that repeats a poll whose gateway was killed repeats the
/// header with it, so that the poll ends when its device expects it and does not begin anew.
/// </summary>
internal sealed class RequestStart(long at)
{
    public const string Header = "X-Request-Start";

    /// <summary>The way from the balancer, and what its clock and ours may differ by: less than this is no repetition.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Null: there is no such header, or it cannot be read.</summary>
    public static RequestStart? From(HttpRequest request) =>
        request.Headers[Header] is [{ } text] && text.StartsWith("t=", StringComparison.Ordinal)
        && long.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? new(at) : null;

    /// <summary>What is left of a poll's time; zero: only what there is at once.</summary>
    public static TimeSpan Left(HttpContext context, TimeSpan time, TimeProvider clock) =>
        context.Features.Get<RequestStart>() is { } start ? start.Left(time, clock) : time;

    private TimeSpan Left(TimeSpan time, TimeProvider clock)
    {
        var passed = (double)clock.GetUtcNow().ToUnixTimeMilliseconds() - at;
        if (passed < Tolerance.TotalMilliseconds)
            return time;
        return passed < time.TotalMilliseconds ? time - TimeSpan.FromMilliseconds(passed) : TimeSpan.Zero;
    }
}
