namespace OrleansIot.Gateway.Telemetry;

/// <summary>Cuts a range of time at the borders of calendar intervals.</summary>
internal static class CalendarIntervals
{
    /// <returns>Null when there would be more than <paramref name="max"/>, or the range is beyond the calendar.</returns>
    public static List<(long Start, long End)>? Split(long start, long end, IntervalType type, TimeZoneInfo zone, int max)
    {
        var first = DateTimeOffset.MinValue.ToUnixTimeMilliseconds() + (366L * 86_400_000);
        var last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - (366L * 86_400_000);
        if (start < first || end > last)
            return null;
        List<(long, long)> intervals = [];
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(start), zone);
        var border = Begin(local.Date, type);
        while (start < end)
        {
            if (intervals.Count == max)
                return null;
            border = Next(border, type);
            var next = Math.Min(end, ToUnix(border, zone));
            if (next <= start)
                continue;
            intervals.Add((start, next));
            start = next;
        }
        return intervals;
    }

    private static DateTime Begin(DateTime day, IntervalType type) => type switch
    {
        IntervalType.Week => day.AddDays(-(int)day.DayOfWeek),
        IntervalType.WeekIso => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        IntervalType.Month => new(day.Year, day.Month, 1),
        _ => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
    };

    private static DateTime Next(DateTime border, IntervalType type) => type switch
    {
        IntervalType.Week or IntervalType.WeekIso => border.AddDays(7),
        IntervalType.Month => border.AddMonths(1),
        _ => border.AddMonths(3),
    };

    private static long ToUnix(DateTime local, TimeZoneInfo zone)
    {
        // Midnight that daylight saving skips: the day begins an hour later.
        var real = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(real, zone.GetUtcOffset(real)).ToUnixTimeMilliseconds();
    }
}
