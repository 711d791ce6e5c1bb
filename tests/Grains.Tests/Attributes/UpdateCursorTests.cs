using CsCheck;
using OrleansIot.Grains.Attributes;

namespace OrleansIot.Grains.Tests.Attributes;

public sealed class UpdateCursorTests
{
    private const long LeaseTime = 5;
    private const long ForgetTime = 20;

    [Fact]
    public void what_was_written_counts_at_once_and_is_confirmed_when_its_lease_has_ended()
    {
        var cursor = new UpdateCursor(3).Offer(1, 101, 7, expires: 5);
        Assert.Equal((3, 5L), (cursor.Taken, cursor.HeldUntil(0)));
        cursor = cursor.Write(1, expires: 6);
        Assert.Equal((7, 3), (cursor.Taken, cursor.Confirmed));
        Assert.Null(cursor.HeldUntil(0));
        Assert.Equal(3, cursor.Advance(5, ForgetTime).Confirmed);
        Assert.Equal(7, cursor.Advance(6, ForgetTime).Confirmed);
    }

    [Fact]
    public void a_delivery_that_was_dropped_is_as_if_it_had_never_been()
    {
        var before = new UpdateCursor(3);
        Assert.Equal(3, before.Offer(1, 101, 7, 5).Drop(1).Taken);
        Assert.Null(before.Offer(1, 101, 7, 5).Drop(1).HeldUntil(0));
        Assert.Equal(3, before.Offer(1, 101, 7, 5).Write(1, 6).Drop(1).Taken);
        Assert.Equal(3, before.Offer(1, 101, 7, 5).Leave(101).Taken);
    }

    [Fact]
    public void a_poll_that_leaves_does_not_take_back_what_was_written_to_it() =>
        Assert.Equal(7, new UpdateCursor(3).Offer(1, 101, 7, 5).Write(1, 6).Leave(101).Taken);

    [Fact]
    public void when_the_first_of_two_deliveries_is_taken_back_both_come_again()
    {
        var cursor = new UpdateCursor(0).Offer(1, 101, 5, 5).Write(1, 6).Offer(2, 102, 8, 7).Write(2, 8);
        Assert.Equal(8, cursor.Taken);
        Assert.Equal(0, cursor.Drop(1).Taken);
        Assert.Equal(0, cursor.Drop(1).Advance(100, ForgetTime).Confirmed);
    }

    [Fact]
    public void one_of_two_polls_that_were_told_the_same_is_enough()
    {
        var cursor = new UpdateCursor(0).Offer(1, 101, 5, 5).Offer(2, 102, 5, 5);
        Assert.Equal(5, cursor.HeldUntil(0));
        cursor = cursor.Write(2, 6);
        Assert.Equal(5, cursor.Taken);
        Assert.Null(cursor.HeldUntil(0));
        Assert.Equal(5, cursor.Drop(1).Taken);
    }

    [Fact]
    public void a_lease_that_ends_without_settlement_holds_nobody_back_and_can_still_be_settled()
    {
        var cursor = new UpdateCursor(0).Offer(1, 101, 5, expires: 5);
        Assert.Null(cursor.HeldUntil(5));
        cursor = cursor.Advance(10, ForgetTime);
        Assert.Equal(5, cursor.Write(1, 15).Taken);
        cursor = cursor.Advance(25, ForgetTime);
        Assert.Equal(0, cursor.Write(1, 30).Taken);
    }

    /// <summary>Whatever is offered, written, taken back and waited for, in any order: the cursor stands only on what was written and not taken back.</summary>
    [Fact]
    public void nothing_is_taken_for_granted_that_was_not_written() => Gen.Int[0, 999].Array[1, 60].Sample(steps =>
    {
        var cursor = new UpdateCursor(0);
        var offers = new List<Offer>();
        var (now, version) = (0L, 0L);
        foreach (var step in steps)
        {
            var pick = offers.Count == 0 ? null : offers[step / 6 % offers.Count];
            switch (step % 6)
            {
                case 0:
                    version += 1 + (step / 6 % 3);
                    break;
                case 1 when version > cursor.Taken:
                    offers.Add(new(offers.Count + 1, cursor.Taken, version));
                    cursor = cursor.Offer(offers.Count, 100 + offers.Count, version, now + LeaseTime);
                    break;
                case 2 when pick is { IsOver: false, IsWritten: false }:
                    pick.IsWritten = true;
                    pick.Until = now + LeaseTime;
                    cursor = cursor.Write(pick.Id, now + LeaseTime);
                    break;
                case 3 when pick is not null && (!pick.IsWritten || now < pick.Until):
                    pick.IsOver = true;
                    pick.IsWritten = false;
                    cursor = cursor.Drop(pick.Id);
                    break;
                case 4:
                    now += step / 6 % 8;
                    break;
                default:
                    var before = cursor.Confirmed;
                    cursor = cursor.Advance(now, ForgetTime);
                    Assert.True(cursor.Confirmed >= before, "a confirmed cursor went back");
                    break;
            }
            Assert.True(cursor.Confirmed <= cursor.Taken, "confirmed is beyond taken");
            for (var v = 1; v <= cursor.Taken; v++)
                Assert.True(offers.Exists(o => o.IsWritten && o.From < v && v <= o.UpTo), $"version {v} was never written");
        }
    });

    private sealed record Offer(int Id, long From, long UpTo)
    {
        public bool IsWritten { get; set; }

        public bool IsOver { get; set; }

        public long Until { get; set; }
    }
}
