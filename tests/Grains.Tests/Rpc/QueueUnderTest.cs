using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Rpc;

/// <summary>A queue with what a test sees of it: the state between two inputs, the changes on their way to the database, what was handed out.</summary>
internal sealed class QueueUnderTest
{
    public const long Start = 1_000_000;

    public static readonly CommandRules Rules = new(MaxCommands: 20, MaxBytes: 1 << 20, Redelivery: 5_000, Lease: 10_000);

    private long _polls;

    public CommandQueue Queue { get; private set; } = CommandQueue.Load(7, Rules, 0, [], 100);

    public long Now { get; set; } = Start;

    /// <summary>Changes that the queue wants stored, in order.</summary>
    public Queue<Change> Stores { get; } = new();

    public List<CommandEffect.Deliver> Delivered { get; } = [];

    public List<CommandEffect.Answer> Answered { get; } = [];

    public int Restarts { get; private set; }

    public void Load(int lastId, params StoredCommand[] stored) => Queue = CommandQueue.Load(7, Rules, lastId, stored, 100);

    /// <summary>Issues a command and lets it and all before it be committed; its number.</summary>
    public int Issue(bool oneWay = false, bool persistent = false, int? retries = null, int timeout = 60_000)
    {
        Apply(Queue.Create(New(oneWay, persistent, retries, timeout), Now));
        StoreAll();
        return Queue.LastId;
    }

    public NewCommand New(bool oneWay = false, bool persistent = false, int? retries = null, int timeout = 60_000) =>
        new(Guid.NewGuid(), Now, Now + timeout, oneWay, persistent, retries, "m", null, null);

    /// <summary>Parks a poll for commands; its key.</summary>
    public long Park(int timeout = 60_000, int max = 1)
    {
        Apply(Queue.Park(new(++_polls, Now + timeout, max), Now));
        return _polls;
    }

    /// <summary>A caller begins to wait; the key of its poll.</summary>
    public long Wait(int id)
    {
        Apply(Queue.Wait(Queue.Commands[id].Uuid, ++_polls, Now));
        return _polls;
    }

    public void Reply(int id, string json = "1") => Apply(Queue.Reply(id, new(true, System.Text.Encoding.UTF8.GetBytes(json)), Now));

    public void Written(long lease) => Apply(Queue.Settle(lease, true, Now));

    public void Dropped(long lease) => Apply(Queue.Settle(lease, false, Now));

    public void Leave(long poll) => Apply(Queue.Leave(poll, Now));

    /// <summary>A poll that comes, gets commands and whose connection takes them.</summary>
    public int[] Fetch(int max = 1)
    {
        var before = Delivered.Count;
        var poll = Park(timeout: 1, max);
        if (Delivered.Count == before)
        {
            Leave(poll);
            return [];
        }
        Written(Delivered[^1].Lease);
        return [.. Delivered[^1].Commands.Select(c => c.Id)];
    }

    public void After(int milliseconds)
    {
        Now += milliseconds;
        Apply(Queue.Tick(Now));
    }

    public void StoreNext(ChangeResult result = ChangeResult.Applied) => Apply(Queue.Stored(Stores.Dequeue(), result, Now));

    public void StoreAll()
    {
        while (Stores.Count > 0)
            StoreNext();
    }

    public void Apply((CommandQueue Queue, List<CommandEffect> Effects) transition)
    {
        Queue = transition.Queue;
        foreach (var effect in transition.Effects)
        {
            switch (effect)
            {
                case CommandEffect.Store store:
                    Stores.Enqueue(store.Change);
                    break;
                case CommandEffect.Deliver deliver:
                    Delivered.Add(deliver);
                    break;
                case CommandEffect.Answer answer:
                    Answered.Add(answer);
                    break;
                default:
                    Restarts++;
                    break;
            }
        }
        Assert.True(Queue.Due > Now, "something that is due was not done");
    }
}
