using System.Text.RegularExpressions;

namespace OrleansIot.Architecture;

public sealed partial class DocumentedPollEndsTests
{
    [Fact]
    public void every_way_a_poll_can_end_is_told_to_people_and_no_other()
    {
        var ends = Room.Gateway.Assembly.GetType("OrleansIot.Gateway.Polls.PollEnd", throwOnError: true)!.GetEnumNames();
        var told = Row().Matches(File.ReadAllText(Path.Combine(Room.Repository, "docs", "long-poll.md"))).Select(m => m.Groups[1].Value);
        Assert.Equal(ends.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"(?m)^\| `(\w+)` \|")]
    private static partial Regex Row();
}
