using CsCheck;

namespace OrleansIot.Grains.Tests.Rpc;

/// <summary>
/// Random schedules of everything that can happen to a queue, crashes included, against what must hold after every step. A failure prints the seed that replays it.
/// </summary>
public sealed class CommandQueueProperties
{
    private static readonly Gen<(int Act, int Which, int Time)[]> Schedules =
        Gen.Select(Gen.Int[0, ScheduledQueue.Acts - 1], Gen.Int[0, 1_000], Gen.Int[0, 12_000]).Array[1, 80];

    [Fact]
    public void no_command_is_lost_doubled_or_offered_when_it_must_not_be() => Schedules.Sample(
        schedule =>
        {
            var queue = new ScheduledQueue();
            foreach (var (act, which, time) in schedule)
                queue.Step(act, which, time);
            queue.RunOut();
        },
        iter: 4_000);
}
