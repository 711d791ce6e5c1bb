using System.Collections.Concurrent;

namespace OrleansIot.Grains.Rules;

/// <summary>Calls of devices that wait on this silo for what a chain answers. Best effort: a call whose silo ends is made again.</summary>
public sealed class RuleReplies
{
    private readonly ConcurrentDictionary<Guid, Action<byte[]>> _waiting = new();

    /// <param name="session">The call's session, which its message names in the metadata.</param>
    public void Expect(Guid session, Action<byte[]> answer) => _waiting[session] = answer;

    public void Forget(Guid session) => _waiting.TryRemove(session, out _);

    /// <summary>False: no call waits under that session, or it has its answer.</summary>
    public bool TryAnswer(Guid session, byte[] json)
    {
        if (!_waiting.TryRemove(session, out var answer))
            return false;
        answer(json);
        return true;
    }
}
