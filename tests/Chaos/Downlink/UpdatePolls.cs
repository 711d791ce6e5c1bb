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
    private string? _cursor;

    public UpdatePolls(DownlinkDevice device, DownlinkPlan plan, Findings findings)
        : base(Name, device, plan, findings, plan.RandomFor(Purposes.UpdatePolls, device.Index)) =>
        _view = new UpdateView(fault => findings.Fault($"{Name}: device {device.Index}: {fault}"));

    /// <summary>From here on no change may pass the device by: one that has its own cursor learns it, for the other one it begins to be kept.</summary>
    public async Task BeginAsync(CancellationToken stop)
    {
        var path = Device.HasCursor ? $"/api/v1/{Device.Token}/attributes?sharedKeys={UpdateView.Sequence}" : PathOf(-1);
        WireResponse? response;
        while ((response = await Client.AskAsync(WireRequest.Get(path), stop)) is not { Status: 200 or 408 })
            await Pause.AfterFailureAsync(Random, stop);
        Advance(response.Tag);
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

    protected override string PathOf(long timeout)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/{Device.Token}/attributes/updates?timeout={timeout}");
        return Device.HasCursor && _cursor is not null ? $"{path}&since={_cursor}" : path;
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
        else if (long.TryParse(cursor, out var now) && long.TryParse(_cursor, out var before) && now < before)
            Findings.Fault($"{Name}: device {Device.Index}: cursor {now} came after {before}");
        _cursor = cursor ?? _cursor;
    }
}
