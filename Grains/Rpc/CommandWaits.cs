using OrleansIot.Polls;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>Who waits for the end of a command inside the cluster: woken as a parked poll is, and asks in slices. All others are somebody else's.</summary>
internal sealed class CommandWaits(ICommandPolls others) : ICommandPolls
{
    private readonly Dictionary<Guid, Wait> _waits = [];
    private long _lastPoll = Random.Shared.NextInt64();

    /// <summary>The wait for a command; null: there is none yet.</summary>
    public Wait? Find(Guid command) => _waits.GetValueOrDefault(command);

    /// <param name="isHeld">Whether a command is known to the device: waits for others, whose end nobody came to take, are dropped.</param>
    public Wait Begin(Guid command, Func<Guid, bool> isHeld)
    {
        foreach (var (key, _) in _waits.Where(w => !isHeld(w.Key)).ToArray())
            _waits.Remove(key);
        return _waits[command] = new(++_lastPoll);
    }

    public void End(Guid command) => _waits.Remove(command);

    public bool TryDeliver(long poll, long lease, PollContent content)
    {
        if (_waits.Count == 0 || content is not CommandEnd end || _waits.Values.FirstOrDefault(w => w.Poll == poll) is not { } wait)
            return others.TryDeliver(poll, lease, content);
        wait.Deliver(lease, end);
        return true;
    }

    /// <param name="poll">Under this number the queue knows it.</param>
    internal sealed class Wait(long poll)
    {
        private readonly TaskCompletionSource<(long Lease, CommandEnd End)> _delivery = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Poll => poll;

        public Task<(long Lease, CommandEnd End)> Delivery => _delivery.Task;

        public void Deliver(long lease, CommandEnd end) => _delivery.TrySetResult((lease, end));
    }
}
