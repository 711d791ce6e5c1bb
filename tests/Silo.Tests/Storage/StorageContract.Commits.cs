using OrleansIot.Grains.Commits;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task committed_readings_are_read_at_once()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("b", 5, 1), Long("a", -3, 2)), Readings(device, Long("a", 7, 3)));
        Assert.Equal([Long("a", 7, 3), Long("b", 5, 1)], await _storage.Readings.LatestAsync(device, null, Cancellation));
        Assert.Equal([Long("a", 7, 3)], await _storage.Readings.LatestAsync(device, ["a", "none", "a"], Cancellation));
        var series = Assert.Single(await RowsAsync(device, "a", "none"));
        Assert.Equal([Long("a", -3, 2), Long("a", 7, 3)], series.Readings);
    }

    [Fact]
    public async Task telemetry_keys_are_loaded_with_the_device()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Readings(device.Number, Long("b", 5, 1), Long("a", 5, 1)));
        Assert.Equal(["a", "b"], (await _storage.Devices.LoadAsync(device.Info.Id, Cancellation))!.TelemetryKeys);
    }

    [Fact]
    public async Task every_kind_of_value_and_every_instant_is_kept()
    {
        var device = (await CreateAsync()).Number;
        TypedValue[] values =
        [
            TypedValue.Boolean(true), TypedValue.Boolean(false), TypedValue.Long(long.MinValue), TypedValue.Long(long.MaxValue),
            TypedValue.Double(double.Epsilon), TypedValue.Double(double.MinValue), TypedValue.Double(3), TypedValue.String(""),
            TypedValue.String("ä€😀"), TypedValue.Json("{\"a\":[1,null]}"u8.ToArray()),
        ];
        long[] instants = [long.MinValue, long.MinValue + 1, -1, 0, 1, 1_700_000_000_000, 1_700_000_000_001, int.MaxValue, long.MaxValue - 2, long.MaxValue - 1];
        var readings = instants.Order().Select((ts, i) => new Telemetry.Reading("k", ts, values[i])).ToArray();
        await CommitAppliedAsync(Readings(device, [.. readings.Reverse()]));
        await _storage.RestartAsync(abruptly: true);
        Assert.Equal(readings, Assert.Single(await RowsAsync(device, "k")).Readings);
        Assert.Equal([readings[^1]], await _storage.Readings.LatestAsync(device, null, Cancellation));
    }

    [Fact]
    public async Task one_reading_per_key_and_instant_the_last_one_wins()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", 5, 1)), Readings(device, Long("a", 5, 2)));
        await CommitAppliedAsync(Readings(device, Long("a", 5, 3)));
        Assert.Equal([Long("a", 5, 3)], Assert.Single(await RowsAsync(device, "a")).Readings);
        Assert.Equal([Long("a", 5, 3)], await _storage.Readings.LatestAsync(device, null, Cancellation));
    }

    [Fact]
    public async Task late_reading_does_not_move_the_latest_back()
    {
        var device = (await CreateAsync()).Number;
        await CommitAppliedAsync(Readings(device, Long("a", 5, 1)));
        Assert.Equal([Long("a", 5, 1)], await _storage.Readings.LatestAsync(device, null, Cancellation));
        await CommitAppliedAsync(Readings(device, Long("a", 4, 2)));
        Assert.Equal([Long("a", 5, 1)], await _storage.Readings.LatestAsync(device, null, Cancellation));
    }

    [Fact]
    public async Task change_of_an_unknown_device_is_unmatched_and_the_others_are_stored()
    {
        var device = await CreateAsync();
        var results = await CommitAsync(
            Readings(device.Number + 1, Long("a", 1, 1)),
            Attributes(device.Number + 1, 0, Attribute("a", 1, 1)),
            Readings(device.Number, Long("a", 1, 1)));
        Assert.Equal([ChangeResult.Unmatched, ChangeResult.Unmatched, ChangeResult.Applied], results);
        Assert.Empty(await RowsAsync(device.Number + 1, "a"));
        Assert.Single(await RowsAsync(device.Number, "a"));
        var next = await CreateAsync();
        Assert.Empty(await RowsAsync(next.Number, "a"));
        Assert.Empty(await AttributesAsync(next));
    }

    [Fact]
    public async Task batch_that_throws_leaves_nothing_behind()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Readings(device.Number, Long("a", 1, 1)));
        var poison = Readings(device.Number, Long("new", 2, 2), new("newer", 2, TypedValue.Double(double.NaN)));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => CommitAsync(
            Readings(device.Number, Long("other", 2, 2)), Attributes(device.Number, 0, Attribute("x", 1, 1)), poison));
        Assert.False(_storage.Commits.IsTransient(failure));

        Assert.Equal([Long("a", 1, 1)], await _storage.Readings.LatestAsync(device.Number, null, Cancellation));
        Assert.Empty(await AttributesAsync(device));
        await CommitAppliedAsync(Readings(device.Number, Long("new", 3, 3), Long("other", 3, 3)));
        await _storage.RestartAsync(abruptly: true);
        Assert.Equal([Long("new", 3, 3)], Assert.Single(await RowsAsync(device.Number, "new")).Readings);
        Assert.Equal([Long("a", 1, 1), Long("new", 3, 3), Long("other", 3, 3)], await _storage.Readings.LatestAsync(device.Number, null, Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task what_was_committed_survives_any_end(bool abruptly)
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Readings(device.Number, Long("a", 1, 1)), Attributes(device.Number, 0, Attribute("x", 1, 1)));
        await _storage.RestartAsync(abruptly);
        Assert.Equal([Attribute("x", 1, 1)], await AttributesAsync(device));
        Assert.Equal([Long("a", 1, 1)], await _storage.Readings.LatestAsync(device.Number, null, Cancellation));
        Assert.Equal([Long("a", 1, 1)], Assert.Single(await RowsAsync(device.Number, "a")).Readings);
    }

    [Fact]
    public async Task what_was_deleted_stays_deleted_after_any_end()
    {
        var (device, gone) = (await CreateAsync(), await CreateAsync());
        await CommitAppliedAsync(Readings(device.Number, Long("a", 1, 1), Long("a", 2, 2), Long("b", 2, 2)), Readings(gone.Number, Long("a", 1, 1)));
        await _storage.Readings.DeleteAsync(device.Number, new(["a"], false, 2, 3, true, true), Cancellation);
        await _storage.Devices.DeleteAsync(gone.Info.Id, Cancellation);
        await CommitAppliedAsync(Readings(device.Number, Long("c", 2, 2)));
        await _storage.RestartAsync(abruptly: true);
        Assert.Equal([Long("a", 1, 1), Long("b", 2, 2), Long("c", 2, 2)], await _storage.Readings.LatestAsync(device.Number, null, Cancellation));
        Assert.Equal([Long("a", 1, 1)], Assert.Single(await RowsAsync(device.Number, "a")).Readings);
        Assert.Empty(await RowsAsync(gone.Number, "a"));
    }

    [Fact]
    public async Task every_writer_reads_what_it_has_committed_while_others_write()
    {
        var devices = new List<long>();
        for (var i = 0; i < 6; i++)
            devices.Add((await CreateAsync()).Number);
        await Task.WhenAll(devices.Select(device => Task.Run(() => WriteAndReadAsync(device), Cancellation)));

        async Task WriteAndReadAsync(long device)
        {
            for (var ts = 1; ts <= 60; ts++)
            {
                await CommitAppliedAsync(Readings(device, Long("a", ts, ts), Long("b", -ts, ts)));
                if (ts % 3 == 0)
                    Assert.Equal([Long("a", ts, ts), Long("b", -1, 1)], await _storage.Readings.LatestAsync(device, null, Cancellation));
                else if (ts % 3 == 1)
                    Assert.Equal(ts, Assert.Single(await RowsAsync(device, "b")).Readings.Length);
            }
        }
    }
}
