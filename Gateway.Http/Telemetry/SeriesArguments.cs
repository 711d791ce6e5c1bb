using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Http;
using OrleansIot.Telemetry;

namespace OrleansIot.Gateway.Telemetry;

/// <summary>What readings are asked for: the latest of the keys, or with both ends of a range their history.</summary>
/// <param name="Keys">Null: all, which only the latest may ask for.</param>
/// <param name="Ranges">One query each: one, or with calendar intervals one per bucket. Empty: the latest are asked for.</param>
/// <param name="Strict">Values as JSON of their type instead of text.</param>
internal sealed record SeriesArguments(string[]? Keys, IReadOnlyList<HistoryQuery> Ranges, bool Strict, Problem? Problem) : ICheckedArgument, IEndpointParameterMetadataProvider
{
    private const int MaxCalendarIntervals = 1_000;

    private static readonly QueryParameter[] Parameters =
    [
        new("keys", "string", "Keys, separated by commas; repeatable"),
        new("key", "string", "One key, whatever it holds; repeatable"),
        new("startTs", "integer", "With endTs: a history from this instant, inclusive"),
        new("endTs", "integer", "With startTs: a history to this instant, exclusive"),
        new("limit", "integer", "Most rows of a key, without aggregation; 100 when absent"),
        new("agg", "string", "NONE, MIN, MAX, AVG, SUM or COUNT"),
        new("interval", "integer", "Milliseconds of a bucket; 0 is one bucket"),
        new("intervalType", "string", "MILLISECONDS, WEEK, WEEK_ISO, MONTH or QUARTER"),
        new("timeZone", "string", "Whose calendar: an IANA name; UTC when absent"),
        new("orderBy", "string", "DESC or ASC"),
        new("useStrictDataTypes", "boolean", "Values as JSON of their type instead of text"),
    ];

    public static ValueTask<SeriesArguments> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var limits = context.RequestServices.GetRequiredService<IOptions<ManagementLimits>>().Value;
        var query = new QueryReader(context.Request.Query);
        var keys = query.Keys("keys", "key", limits.MaxKeysPerQuery);
        var ranges = query.Long("startTs") is { } start && query.Long("endTs") is { } end ? History(query, keys, start, end, limits) : [];
        var strict = query.Flag("useStrictDataTypes", false);
        return new(new SeriesArguments(keys, ranges, strict, query.Problem));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        foreach (var documented in Parameters)
            builder.Metadata.Add(documented);
    }

    private static IReadOnlyList<HistoryQuery> History(QueryReader query, string[]? keys, long start, long end, ManagementLimits limits)
    {
        var aggregation = (Aggregation)query.OneOf("agg", 0, "NONE", "MIN", "MAX", "AVG", "SUM", "COUNT");
        var descending = query.OneOf("orderBy", 0, "DESC", "ASC") == 0;
        var limit = query.Int("limit", 100, 1, limits.MaxRows);
        var interval = query.Long("interval") ?? 0;
        var type = (IntervalType)query.OneOf("intervalType", 0, "MILLISECONDS", "WEEK", "WEEK_ISO", "MONTH", "QUARTER");
        if (keys is null)
            query.Refuse("Parameter 'keys' is required for a history");
        if (interval < 0)
            query.Refuse("Parameter 'interval' must not be negative");
        if (query.Problem is not null || end <= start)
            return query.Problem is null ? [new(keys!, start, start, 1, descending, Aggregation.None, 0)] : [];

        var whole = new HistoryQuery(keys!, start, end, limit, descending, aggregation, interval);
        if (aggregation == Aggregation.None)
            CheckTotal(query, keys!, (ulong)limit, limits);
        else if (type == IntervalType.Milliseconds)
            CheckBuckets(query, whole, limits);
        else
            return Split(query, whole, type);
        return [whole];
    }

    private static void CheckBuckets(QueryReader query, HistoryQuery history, ManagementLimits limits)
    {
        var width = unchecked((ulong)(history.EndTs - history.StartTs));
        var buckets = history.Interval == 0 ? 1 : (width - 1) / (ulong)history.Interval + 1;
        if (buckets > (ulong)limits.MaxBuckets)
            query.Refuse($"The interval makes {buckets} buckets, where {limits.MaxBuckets} are allowed");
        else
            CheckTotal(query, history.Keys, buckets, limits);
    }

    private static void CheckTotal(QueryReader query, string[] keys, ulong rows, ManagementLimits limits)
    {
        if ((ulong)keys.Length * rows > (ulong)limits.MaxTotalRows)
            query.Refuse($"{keys.Length} keys with up to {rows} rows each are more than {limits.MaxTotalRows} rows: name fewer keys or a smaller limit");
    }

    private static IReadOnlyList<HistoryQuery> Split(QueryReader query, HistoryQuery whole, IntervalType type)
    {
        var name = query.Text("timeZone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            query.Refuse("Parameter 'timeZone' is unknown");
            return [];
        }
        if (CalendarIntervals.Split(whole.StartTs, whole.EndTs, type, zone, MaxCalendarIntervals) is not { } intervals)
        {
            query.Refuse($"The range has more than {MaxCalendarIntervals} intervals");
            return [];
        }
        if (whole.Descending)
            intervals.Reverse();
        return [.. intervals.Select(i => whole with { StartTs = i.Start, EndTs = i.End, Interval = 0 })];
    }
}
