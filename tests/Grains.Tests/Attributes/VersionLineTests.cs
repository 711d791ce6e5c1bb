using CsCheck;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Grains.Tests.Attributes;

public sealed class VersionLineTests
{
    [Fact]
    public void a_version_is_settled_only_when_all_before_it_are()
    {
        var line = new VersionLine(10, 10);
        var (first, second, third) = (line.Reserve(2, false), line.Reserve(1, false), line.Reserve(3, false));
        line.Settle(second, ChangeResult.Applied);
        Assert.Equal(10, line.Settled);
        line.Settle(first, ChangeResult.Applied);
        Assert.Equal(13, line.Settled);
        line.Settle(third, ChangeResult.Applied);
        Assert.Equal((16, 16), (line.Settled, line.Reserved));
    }

    [Theory]
    [InlineData(ChangeResult.Failed)]
    [InlineData(ChangeResult.Unmatched)]
    public void nothing_settles_behind_a_change_that_may_or_may_not_be_stored(ChangeResult end)
    {
        var line = new VersionLine(0, 0);
        var (first, second) = (line.Reserve(1, false), line.Reserve(1, false));
        line.Settle(first, end);
        line.Settle(second, ChangeResult.Applied);
        Assert.Equal((0, 2), (line.Settled, line.Reserved));
    }

    [Fact]
    public void versions_are_given_back_only_while_nothing_builds_on_them()
    {
        var line = new VersionLine(0, 0);
        var (first, second) = (line.Reserve(1, false), line.Reserve(1, false));
        line.Settle(first, ChangeResult.Refused);
        Assert.Equal(2, line.Reserved);
        line.Settle(second, ChangeResult.Refused);
        Assert.Equal(0, line.Reserved);
        var third = line.Reserve(1, false);
        Assert.Equal(0, third.Base);
        line.Settle(third, ChangeResult.Applied);
        Assert.Equal((1, 1), (line.Settled, line.Reserved));
    }

    /// <summary>A database that applies in order of the reservations, and callers who hear of it in any order.</summary>
    [Fact]
    public void in_any_order_of_ends_the_line_agrees_with_the_database_in_the_end() => Gen.Select(Gen.Int[1, 3], Gen.Bool).Array[1, 12].Select(Gen.Int).Sample((changes, seed) =>
    {
        var line = new VersionLine(0, 0);
        var stored = 0L;
        var ends = new List<(VersionLine.Reservation Reservation, ChangeResult Result)>();
        foreach (var (count, queueFull) in changes)
        {
            var reservation = line.Reserve(count, false);
            if (queueFull)
            {
                line.Settle(reservation, ChangeResult.Refused);
                continue;
            }
            Assert.Equal(stored, reservation.Base);
            stored = reservation.Last;
            ends.Add((reservation, ChangeResult.Applied));
        }
        var settled = line.Settled;
        foreach (var (reservation, result) in ends.OrderBy(e => HashCode.Combine(e.Reservation.Last, seed)))
        {
            line.Settle(reservation, result);
            Assert.InRange(line.Settled, settled, stored);
            settled = line.Settled;
        }
        Assert.Equal((stored, stored), (line.Settled, line.Reserved));
    });
}
