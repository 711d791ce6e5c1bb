using Npgsql;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Provisioning;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Stores owners, offers, registrations and packages. Of a device's offers the last one counts. It says only what was not stored: whatever else belongs to the same change has
/// its own say.
/// </summary>
internal sealed class LifecycleSection : ICommitSection
{
    private readonly SortedDictionary<long, OwnerChange> _owners = [];
    private readonly SortedDictionary<long, ClaimRecord> _claims = [];
    private readonly List<(int Index, long Device)> _claimChanges = [];
    private readonly SortedDictionary<long, ProvisionChange> _provisions = [];
    private readonly SortedDictionary<(long Device, short Type), OtaMark> _marks = [];
    private readonly SortedSet<long> _told = [];
    private readonly SortedDictionary<(long Device, short Type, Guid Package), OtaStateChange> _reports = [];
    private readonly HashSet<long> _claimed = [];

    /// <summary>Two changes want to move the same device to an owner: they must be stored one after the other.</summary>
    public bool HasRivals { get; private set; }

    /// <summary>False: it is a change of another kind.</summary>
    public bool TryAdd(int index, Change change)
    {
        switch (change)
        {
            case OwnerChange owner:
                HasRivals |= !_owners.TryAdd(owner.Device, owner);
                return true;
            case ClaimChange claim:
                _claims[claim.Device] = claim.Record;
                _claimChanges.Add((index, claim.Device));
                return true;
            case ProvisionChange provision:
                _provisions[provision.Device] = provision;
                return true;
            case AnnouncementChange announcement:
                foreach (var mark in announcement.Marks)
                    _marks[(announcement.Device, (short)mark.Type)] = mark;
                _told.Add(announcement.Device);
                return true;
            case OtaStateChange report:
                var about = (report.Device, (short)report.Type, report.Package);
                if (!_reports.TryGetValue(about, out var known) || known.Ts <= report.Ts)
                    _reports[about] = report;
                return true;
            default:
                return false;
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_owners.Count > 0)
        {
            foreach (var sql in (string[])[LifecycleSql.Give, LifecycleSql.RefuseUngiven])
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
                    .With(List(_owners.Keys)).With(List(_owners.Values, o => o.Customer)).With(List(_owners.Values, o => o.ExpectedVersion)));
            }
        }
        if (_claims.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LifecycleSql.Claim)
                .With(List(_claims.Keys)).WithBytes(List(_claims.Values, c => c.SecretHash)).With(List(_claims.Values, c => c.ExpiresAt))
                .With(List(_claims.Values, c => c.Attempt)));
        }
        if (_provisions.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LifecycleSql.Provision)
                .With(List(_provisions.Keys)).With(List(_provisions.Values, p => (Guid?)p.Attempt)).With(List(_provisions.Values, p => p.At)));
        }
        if (_marks.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LifecycleSql.Announce)
                .With(List(_marks.Keys, k => k.Device)).With(List(_marks.Keys, k => k.Type)).With(List(_marks.Values, m => m.Package))
                .With(List(_marks.Values, m => (short)m.State)).With(List(_marks.Values, m => m.Ts)));
        }
        if (_told.Count > 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LifecycleSql.EndDue).With(List(_told)));
        if (_reports.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LifecycleSql.Report)
                .With(List(_reports.Keys, k => k.Device)).With(List(_reports.Keys, k => k.Type)).With(List(_reports.Keys, k => (Guid?)k.Package))
                .With(List(_reports.Values, r => (short)r.State)).With(List(_reports.Values, r => r.Ts)));
        }
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results)
    {
        // Of the statements that answer rows, the refusal answers none where the transaction goes on.
        if (_owners.Count > 0)
            await reader.NextResultAsync().ConfigureAwait(false);
        if (_claims.Count == 0)
            return;
        while (await reader.ReadAsync().ConfigureAwait(false))
            _claimed.Add(reader.GetInt64(0));
        await reader.NextResultAsync().ConfigureAwait(false);
        foreach (var (index, device) in _claimChanges)
        {
            if (!_claimed.Contains(device))
                results.Span[index] = ChangeResult.Unmatched;
        }
    }

    public void Clear()
    {
        _owners.Clear();
        HasRivals = false;
        _claims.Clear();
        _claimChanges.Clear();
        _provisions.Clear();
        _marks.Clear();
        _told.Clear();
        _reports.Clear();
        _claimed.Clear();
    }

    private static List<T> List<T>(IEnumerable<T> values) => [.. values];

    private static List<TValue> List<T, TValue>(IEnumerable<T> values, Func<T, TValue> value) => [.. values.Select(value)];
}
