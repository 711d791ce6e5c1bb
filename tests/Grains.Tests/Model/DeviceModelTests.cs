using CsCheck;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>
/// Random schedules of everything that can happen to a device, checked after every step. A failure prints the seed with which it happens again, and the shortest
/// schedule that was found for it.
/// </summary>
public sealed class DeviceModelTests
{
    [Fact]
    public void no_update_is_lost_and_none_goes_back_whatever_breaks() => Play(world => world.Add(new UpdatesPart(world)));

    [Fact]
    public void no_command_is_lost_early_late_or_given_two_numbers_whatever_breaks() => Play(world => world.Add(new CommandsPart(world)));

    [Fact]
    public void updates_and_commands_of_one_device_keep_out_of_each_others_way_whatever_breaks() => Play(world =>
    {
        world.Add(new UpdatesPart(world));
        world.Add(new CommandsPart(world));
    });

    private static void Play(Action<DeviceWorld> furnish) => Gen.Int[0, 1_000_000].Array[1, 150].Sample(
        schedule =>
        {
            var world = new DeviceWorld();
            furnish(world);
            world.Play(schedule);
        },
        iter: 5_000,
        threads: 1);
}
