using System.Globalization;
using System.Text.Json;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Downlink;

/// <summary>A device that waits for changes of its shared attributes.</summary>
internal sealed class UpdatePolls : PollLoop
{
    private const string Name = "updates";

    private readonly UpdateView _view;

    /// <summary>Values (null: deletions) of answers that had left the gateway whole, over a connection that then ended in order.</summary>
    private readonly HashSet<(string Key, long? Value)> _excused = [];

    /// <summary>A device that keeps its own knows nothing yet, and asks for everything.</summary>
    private string _cursor = "0";

    public UpdatePolls(DownlinkDevice device, DownlinkPlan plan, Findings findings)
        : base(Name, device, plan, findings, plan.RandomFor(Purposes.UpdatePolls, device.Index)) =>
        _view = new UpdateView(fault => findings.Fault($"{Name}: device {device.Index}: {fault}"));

    /// <summary>From here on no change may pass the device by: for one without a cursor of its own it begins to be kept.</summary>
    public async Task BeginAsync(CancellationToken stop)
    {
        while (!Device.HasCursor && await Client.AskAsync(WireRequest.Get(PathOf(-1)), stop) is not { Status: 200 or 408 })
            await Pause.AfterFailureAsync(Random, stop);
    }

    /// <summary>What of the truth the device does not have, and whether it may complain about it.</summary>
    public IReadOnlyList<(string Change, bool IsExcused)> FindMissing(UpdateScript script)
    {
        lock (State)
        {
            return [.. script.Truth
                .Where(t => _view[t.Key] != t.Value)
                .Select(t => ($"{t.Key} should be {Text(t.Value)} and is {Text(_view[t.Key])}", !Device.HasCursor && _excused.Contains(t)))];
        }
    }

    /// <summary>Whether the device has this value.</summary>
    public bool Has(string key, long value)
    {
        lock (State)
            return _view[key] == value;
    }

    /// <summary>Whether the device threw this value away after the whole answer had left, and kept no cursor of its own.</summary>
    public bool IsExcused(string key, long value)
    {
        lock (State)
            return !Device.HasCursor && _excused.Contains((key, value));
    }

    protected override string PathOf(long timeout)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/{Device.Token}/attributes/updates?timeout={timeout}");
        return Device.HasCursor ? $"{path}&since={_cursor}" : path;
    }

    protected override Task TakeAsync(WireResponse response, CancellationToken stop)
    {
        lock (State)
        {
            _view.Take(response.Body);
            Advance(response.Tag);
        }

        return Task.CompletedTask;
    }

    protected override void Discard(WireResponse response, bool withError)
    {
        if (withError)
            return;
        using var json = JsonDocument.Parse(response.Body);
        lock (State)
        {
            foreach (var (key, value) in UpdateView.Values(json.RootElement))
                _excused.Add((key, value));
            foreach (var key in UpdateView.Deleted(json.RootElement))
                _excused.Add((key, null));
        }
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "absent";

    private void Advance(string? cursor)
    {
        if (!Device.HasCursor)
            return;
        if (cursor is null)
            Findings.Fault($"{Name}: device {Device.Index} was given no cursor");
        else if (Version(cursor) < Version(_cursor))
            Findings.Fault($"{Name}: device {Device.Index}: cursor {cursor} came after {_cursor}");
        _cursor = cursor ?? _cursor;
    }

    /// <summary>A cursor begins with a version, which only grows.</summary>
    private static long Version(string cursor) => long.Parse(cursor.Split('-')[0], CultureInfo.InvariantCulture);
}
