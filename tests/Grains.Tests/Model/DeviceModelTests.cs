using CsCheck;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>
/// Random schedules of everything that can happen to a device, checked after every step. A failure prints the seed with which it happens again, and the shortest
/// schedule that was found for it.
/// </summary>
public sealed class DeviceModelTests
{
    [Fact]
    public void no_update_is_lost_and_none_goes_back_whatever_breaks() => Gen.Int[0, 1_000_000].Array[1, 150].Sample(
        schedule =>
        {
            SynchronizationContext.SetSynchronizationContext(null);
            var world = new DeviceWorld();
            world.Add(new UpdatesPart(world));
            world.Play(schedule);
        },
        iter: 5_000);
}
