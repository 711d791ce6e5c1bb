using CsCheck;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>
/// Random schedules of everything that can happen to a device, checked after every step. A failure prints the seed with which it happens again, and the shortest
/// schedule that was found for it.
/// </summary>
public sealed class DeviceModelTests
{
    /// <summary>On the thread pool, where whoever awaits alone goes on in the same breath: the test runner's own threads would carry it elsewhere.</summary>
    [Fact]
    public Task no_update_is_lost_and_none_goes_back_whatever_breaks() =>
        Task.Run(() => Gen.Int[0, 1_000_000].Array[1, 150].Sample(Play, iter: 5_000), TestContext.Current.CancellationToken);

    private static void Play(int[] schedule)
    {
        var world = new DeviceWorld();
        world.Add(new UpdatesPart(world));
        world.Play(schedule);
    }
}
