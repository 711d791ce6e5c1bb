using OrleansIot.Gateway.Telemetry;
using Xunit;

namespace OrleansIot.Gateway.Tests.Telemetry;

public sealed class CalendarIntervalsTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void months_begin_at_local_midnight_and_the_ends_are_cut()
    {
        var intervals = Split("2026-02-10T00:00Z", "2026-05-01T00:00Z", IntervalType.Month, Berlin);
        Assert.Equal(["2026-02-10T00:00Z", "2026-02-28T23:00Z", "2026-03-31T22:00Z", "2026-04-30T22:00Z"], intervals.Select(i => Text(i.Start)));
        Assert.Equal("2026-05-01T00:00Z", Text(intervals[^1].End));
    }

    [Fact]
    public void weeks_begin_on_sunday_and_iso_weeks_on_monday()
    {
        // A Wednesday.
        Assert.Equal("2026-01-11T00:00Z", Text(Split("2026-01-07T00:00Z", "2026-01-13T00:00Z", IntervalType.Week, TimeZoneInfo.Utc)[0].End));
        Assert.Equal("2026-01-12T00:00Z", Text(Split("2026-01-07T00:00Z", "2026-01-13T00:00Z", IntervalType.WeekIso, TimeZoneInfo.Utc)[0].End));
    }

    [Fact]
    public void intervals_follow_each_other_without_gap_or_overlap()
    {
        foreach (var type in new[] { IntervalType.Week, IntervalType.WeekIso, IntervalType.Month, IntervalType.Quarter })
        {
            var intervals = Split("2020-03-29T01:30Z", "2026-10-25T00:59Z", type, Berlin);
            for (var i = 1; i < intervals.Count; i++)
                Assert.Equal(intervals[i - 1].End, intervals[i].Start);
            Assert.All(intervals, i => Assert.True(i.Start < i.End));
            Assert.Equal(("2020-03-29T01:30Z", "2026-10-25T00:59Z"), (Text(intervals[0].Start), Text(intervals[^1].End)));
        }
    }

    [Fact]
    public void too_many_intervals_and_dates_beyond_the_calendar_are_refused()
    {
        Assert.Null(CalendarIntervals.Split(0, 1_700_000_000_000, IntervalType.Month, TimeZoneInfo.Utc, 100));
        Assert.Null(CalendarIntervals.Split(long.MinValue, 0, IntervalType.Month, TimeZoneInfo.Utc, 100));
        Assert.Null(CalendarIntervals.Split(0, long.MaxValue, IntervalType.Quarter, TimeZoneInfo.Utc, 100));
    }

    private static List<(long Start, long End)> Split(string start, string end, IntervalType type, TimeZoneInfo zone) =>
        CalendarIntervals.Split(Unix(start), Unix(end), type, zone, 1_000)!;

    private static long Unix(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static string Text(long unix) => DateTimeOffset.FromUnixTimeMilliseconds(unix).ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
