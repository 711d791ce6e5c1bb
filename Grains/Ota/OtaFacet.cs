using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Telemetry;
using OrleansIot.Ota;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>
/// Firmware and software of one device. What it shall run is a fact of the registry (its own package, its profile's, a roll-out's); what it was told is a fact of its own. Where the
/// two differ it is told, in one change: so nothing is lost when something dies in between, and nothing is told twice.
/// </summary>
internal sealed class OtaFacet(
    long device, OtaSituation stored, AttributeFacet attributes, TelemetryFacet telemetry, IOtaAssignmentStore store, ICommitter committer, TimeProvider time)
{
    /// <summary>How long an answer of "no such package" may rest on what was known before.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private static readonly OtaPackageType[] Types = [OtaPackageType.Firmware, OtaPackageType.Software];

    private readonly SemaphoreSlim _turn = new(1);
    private OtaSituation _situation = stored;
    private long _lastTs;
    private long _loaded = time.GetTimestamp();

    /// <summary>Whether the device has been told of all that it shall run, as far as is known here.</summary>
    public bool IsAnnounced => !_situation.Untold.Any();

    public bool IsFresh => time.GetElapsedTime(_loaded) < Freshness;

    public DevicePackage Find(OtaPackageType type, string title, string version)
    {
        if (_situation.Of(type).Effective is not { File: { } file } package)
            return DevicePackage.None;
        return package.Fields.Title == title && package.Fields.Version == version ? new(Outcome.Done, file) : DevicePackage.Other;
    }

    /// <summary>Reads what the device shall run, and tells it what it does not know.</summary>
    public async Task<ChangeResult> AnnounceAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _situation = await store.LoadAsync(device, CancellationToken.None);
            _loaded = time.GetTimestamp();
            return await TellAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Tells the device what it does not know, as far as is known here; for an activation, which has just read it.</summary>
    public async Task<ChangeResult> TellAsync()
    {
        OtaAssignment[] untold = [.. _situation.Untold];
        if (untold.Length == 0 && !_situation.IsDue)
            return ChangeResult.Applied;
        var result = untold.Length == 0 ? await committer.CommitAsync(new AnnouncementChange(device, [])) : await TellAsync(untold);
        if (result == ChangeResult.Applied)
            _situation = _situation.Told;
        return result;
    }

    /// <summary>What readings say of the device's progress; null: nothing.</summary>
    public Change[]? Note(Reading[] readings)
    {
        List<Change>? said = null;
        foreach (var type in Types)
        {
            if (_situation.Of(type).Announced is { } package && LastState(readings, OtaKeys.Of(type).State) is { State: not OtaState.None } last)
                (said ??= []).Add(new OtaStateChange(device, type, package, last.State, last.Ts));
        }
        return said?.ToArray();
    }

    private async Task<ChangeResult> TellAsync(OtaAssignment[] untold)
    {
        var ts = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), _lastTs + 2);
        _lastTs = ts;
        var announcement = Announcement.Of(untold, ts);
        var edit = attributes.Stage(AttributeScope.Shared, new(ts, announcement.Written), announcement.Deleted);
        var told = new AnnouncementChange(device, announcement.Marks);
        return announcement.Readings.Length == 0
            ? await committer.CommitAsync(device, edit, told)
            : await committer.CommitAsync(device, edit, told, telemetry.Stage(announcement.Readings));
    }

    private static (OtaState State, long Ts) LastState(Reading[] readings, string key)
    {
        var last = (State: OtaState.None, Ts: long.MinValue);
        foreach (ref readonly var reading in readings.AsSpan())
        {
            if (reading.Ts >= last.Ts && reading.Key == key && reading.Value.Kind == ValueKind.String && OtaStateNames.Reported(reading.Value.Text) is { } state)
                last = (state, reading.Ts);
        }
        return last;
    }
}
