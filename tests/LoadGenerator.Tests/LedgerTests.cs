namespace OrleansIot.Load;

public sealed class LedgerTests
{
    [Fact]
    public void exactly_what_was_acknowledged_is_acknowledged()
    {
        var ledger = new Ledger(2, baseTs: 1000);
        for (var i = 0; i < 3000; i++)
            Assert.Equal(i, ledger.TakeNumber(1));
        foreach (var number in new[] { 0, 63, 64, 511, 512, 2998 })
            ledger.Acknowledge(1, number);
        Assert.Equal([0, 63, 64, 511, 512, 2998], Enumerable.Range(0, 3000).Where(n => ledger.IsAcknowledged(1, n)));
        Assert.Equal(6, ledger.TotalAcknowledged);
        Assert.Equal(3000, ledger.TotalSent);
        Assert.Equal(2998, ledger.LastAcknowledged(1));
        Assert.Equal(-1, ledger.LastAcknowledged(0));
    }

    [Fact]
    public void a_number_far_ahead_has_its_place()
    {
        var ledger = new Ledger(1, 0);
        ledger.Acknowledge(0, 100_000);
        Assert.True(ledger.IsAcknowledged(0, 100_000));
        Assert.False(ledger.IsAcknowledged(0, 99_999));
    }
}
