using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Polls;
using OrleansIot.Grains.Tests.Fakes;
using OrleansIot.Polls;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Model;

/// <summary>
/// One device with everything around it, in virtual time: the real facets of its grain over a database in memory, a committer that commits when it is told to, gateways
/// and a network that delays, reorders and loses. Nothing runs by itself, so a schedule of numbers says all that happens, and says it again.
/// </summary>
internal sealed class DeviceWorld
{
    public const long LeaseTime = 5_000;

    /// <summary>More than any schedule brings: an activation that gives itself up again and again must not go on for ever.</summary>
    private const int MaxActivations = 1_000;

    private readonly MemoryStorage _storage = new();
    private readonly WorldContext _context = new();
    private readonly List<IModelPart> _parts = [];
    private readonly List<string> _history = [];
    private readonly List<PollDelivery> _sent = [];
    private readonly Guid _id = new(1, 1, 1, new byte[8]);
    private readonly List<Task> _running = [];
    private long _activations;
    private long _lastPoll;

    public DeviceWorld()
    {
        var fields = new DeviceFields("device", null, Guid.Empty, null, null);
        _ = Finished(_storage.CreateAsync(_id, 0, fields, new(CredentialsType.AccessToken, "token", null), CancellationToken.None));
    }

    /// <summary>Milliseconds.</summary>
    public long Time { get; private set; }

    public GatewayLink Gateway { get; } = new(new SilentGateway(), 1);

    public StepCommitter Committer { get; private set; } = null!;

    public PollDesk Desk { get; private set; } = null!;

    public AttributeFacet Attributes { get; private set; } = null!;

    /// <summary>What the database holds now.</summary>
    public DeviceSnapshot Stored => Finished(_storage.LoadAsync(_id, CancellationToken.None))!;

    public void Add(IModelPart part) => _parts.Add(part);

    /// <summary>Plays a schedule, and what it left open to its end.</summary>
    public void Play(IEnumerable<int> schedule)
    {
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        try
        {
            Activate();
            foreach (var number in schedule)
            {
                Step(number);
                _parts.ForEach(p => p.Check());
            }
            _history.Add("finish");
            _parts.ForEach(p => p.Finish());
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{exception.Message}\nafter: {string.Join("; ", _history)}", exception);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    /// <summary>What goes wrong in it is a failure of the schedule.</summary>
    public void Watch(Task running) => _running.Add(running);

    /// <summary>The grain's turn is over: what waits is looked after, and what is to be sent goes out.</summary>
    public void Tend()
    {
        _context.Run();
        foreach (var part in _parts)
        {
            part.Tend();
            _context.Run();
        }
        foreach (var ended in _running.FindAll(t => t.IsCompleted))
            ended.GetAwaiter().GetResult();
        _running.RemoveAll(t => t.IsCompleted);
    }

    /// <summary>The next change that waits is committed, and its callers hear of it. False: none waits.</summary>
    public bool CommitNext()
    {
        var isThere = Committer.CommitNext();
        _context.Run();
        return isThere;
    }

    public void Wait(long milliseconds) => Time += milliseconds;

    /// <summary>A number that no poll has had.</summary>
    public long NextPoll() => ++_lastPoll;

    /// <summary>Takes what the desk has sent of one kind of content.</summary>
    public PollDelivery[] Sent<TContent>()
    {
        _sent.AddRange(Desk.Take().Select(t => t.Delivery));
        PollDelivery[] mine = [.. _sent.Where(d => d.Content is TContent)];
        _sent.RemoveAll(d => d.Content is TContent);
        return mine;
    }

    /// <summary>The row of a command; null: there is none.</summary>
    public CommandRecord? Command(Guid uuid) => Finished(_storage.FindAsync(Stored.Record.Number, uuid, CancellationToken.None))?.Record;

    /// <summary>The activation goes in an orderly way: what it has handed over is committed, and the next one loads.</summary>
    public void Restart()
    {
        while (CommitNext())
        {
        }
        Activate();
    }

    private void Step(int number)
    {
        (string Name, Action<int> Do)[] steps =
        [
            .. _parts.SelectMany(p => p.Steps),
            ("commit", _ => CommitNext()),
            ("commit", _ => CommitNext()),
            ("pass time", n => Wait(n % 3 == 0 ? LeaseTime + 1 : n % 700)),
            ("gateway dies", _ => _parts.ForEach(p => p.GatewayDied())),
            ("crash", Crash),
        ];
        var (name, act) = steps[number % steps.Length];
        _history.Add($"{name} {number / steps.Length}");
        act(number / steps.Length);
        Tend();
    }

    /// <summary>The activation dies with its silo; what it had handed to the committer may or may not be stored.</summary>
    private void Crash(int seed)
    {
        Committer.Die(seed);
        Activate();
    }

    private void Activate()
    {
        Assert.True(++_activations <= MaxActivations, "activations give themselves up for ever");
        Committer = new(_storage);
        Attributes = new(Stored, _activations, new(), Committer);
        _sent.Clear();
        Desk = new(1_000, _activations * 1_000_000);
        _parts.ForEach(p => p.Activated());
    }

    private static T Finished<T>(Task<T> task)
    {
        Assert.True(task.IsCompletedSuccessfully, "the database in memory does not wait");
        return task.GetAwaiter().GetResult();
    }
}
