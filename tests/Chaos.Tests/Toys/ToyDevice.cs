using System.Text.Json.Nodes;

namespace OrleansIot.Chaos.Toys;

/// <summary>A device as the toy server keeps it: attributes with versions, a cursor that moves when the next poll comes over the same connection, and commands.</summary>
internal sealed class ToyDevice(Misdeed misdeed)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (long Version, long? Value)> _attributes = new(StringComparer.Ordinal);
    private readonly List<ToyCommand> _commands = [];
    private TaskCompletionSource _changed = NewSignal();
    private (string Connection, long Version)? _given;
    private long? _cursor;
    private int _calls;
    private int _offers;

    public long Version { get; private set; }

    /// <summary>Completes at the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    public void Write(string key, long? value)
    {
        lock (_lock)
        {
            Version++;
            var isDropped = misdeed == Misdeed.DropsChanges && Version % 5 == 0;
            _attributes[key] = (isDropped ? 0 : Version, value);
            Signal();
        }
    }

    /// <summary>Where the device's updates begin; what was given before over another connection comes again.</summary>
    public long BeginPoll(string connection)
    {
        lock (_lock)
        {
            _cursor ??= Version;
            if (_given is { } given && (given.Connection == connection || misdeed == Misdeed.TakesWhatWasCutForTaken))
                _cursor = given.Version;
            _given = null;
            return _cursor.Value;
        }
    }

    /// <summary>Everything newer than the version, merged; null when there is nothing.</summary>
    public (string Body, long Version)? Collect(string connection, long since)
    {
        lock (_lock)
        {
            if (misdeed == Misdeed.TellsOldValuesAgain && Version % 7 == 0)
                return ("{\"n\":1}", Version);
            var newer = _attributes.Where(a => a.Value.Version > since).ToArray();
            if (newer.Length == 0)
                return null;
            var body = new JsonObject();
            foreach (var (key, (_, value)) in newer.Where(a => a.Value.Value is not null))
                body[key] = value;
            if (newer.Any(a => a.Value.Value is null))
                body["deleted"] = new JsonArray([.. newer.Where(a => a.Value.Value is null).Select(a => (JsonNode)a.Key)]);
            _given = (connection, Version);
            return (body.ToJsonString(), Version);
        }
    }

    public ToyCommand Call(string parameters)
    {
        lock (_lock)
        {
            _calls++;
            var command = new ToyCommand(misdeed == Misdeed.RepeatsIds ? _calls % 2 : _calls, parameters);
            if (misdeed != Misdeed.LosesCommands || _calls % 5 != 0)
                _commands.Add(command);
            Signal();
            return command;
        }
    }

    /// <summary>The oldest command that is not answered; null when there is none.</summary>
    public ToyCommand? NextCommand()
    {
        lock (_lock)
        {
            if (misdeed == Misdeed.OffersAnsweredCommands && _commands.Count > 0 && ++_offers % 5 == 0)
                return _commands[0];
            return _commands.Find(c => !c.Answer.Task.IsCompleted);
        }
    }

    public void Answer(int id, string body)
    {
        lock (_lock)
            _commands.Find(c => c.Id == id && !c.Answer.Task.IsCompleted)?.Answer.SetResult(body);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }
}
