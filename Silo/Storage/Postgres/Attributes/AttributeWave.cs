using System.Runtime.InteropServices;
using Npgsql;
using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>The chains of many devices, at most one of each, that one statement stores.</summary>
internal sealed class AttributeWave
{
    private readonly List<AttributeChain> _chains = [];
    private readonly List<AttributeRow> _rows = [];
    private readonly List<long> _devices = [];
    private readonly List<long> _bases = [];
    private readonly List<long> _versions = [];
    private readonly List<long> _writers = [];
    private readonly List<long> _horizons = [];
    private readonly AttributeColumns _put = new();
    private readonly ValueColumns _putValues = new();
    private readonly List<long> _putInstants = [];
    private readonly List<long> _putVersions = [];
    private readonly AttributeColumns _gone = new();
    private readonly List<long?> _goneTombstones = [];

    public IReadOnlyList<AttributeChain> Chains => _chains;

    public void Add(AttributeChain chain) => _chains.Add(chain);

    public void Add(AttributesChange change)
    {
        foreach (var entry in change.Written)
        {
            if (!ValueColumns.IsStorable(entry.Value))
                throw new ArgumentException("An attribute has no value that can be stored.");
            Add(change.Device, entry.Scope, entry.Key, AttributeFate.Written, entry.Value, entry.LastUpdateTs, entry.Version);
        }

        foreach (var deletion in change.Deleted)
        {
            var fate = deletion.Scope == AttributeScope.Shared ? AttributeFate.Written : AttributeFate.Deleted;
            Add(change.Device, deletion.Scope, deletion.Key, fate, default, deletion.Ts, deletion.Version);
        }

        foreach (var tombstone in change.Forgotten)
            Add(change.Device, tombstone.Scope, tombstone.Key, AttributeFate.Forgotten, default, tombstone.Ts, tombstone.Version);
    }

    public NpgsqlBatchCommand Write()
    {
        Fill();
        return new NpgsqlBatchCommand(AttributeSql.Write)
            .With(_devices).With(_bases).With(_versions).With(_writers).With(_horizons)
            .With(_put.Devices).With(_put.Scopes).With(_put.Keys).With(_putValues).With(_putInstants).With(_putVersions)
            .With(_gone.Devices).With(_gone.Scopes).With(_gone.Keys).With(_goneTombstones);
    }

    /// <param name="sql">What to do with those that were not applied.</param>
    public NpgsqlBatchCommand Check(string sql) => new NpgsqlBatchCommand(sql).With(_devices).With(_versions).With(_writers);

    public void Clear()
    {
        _chains.Clear();
        _rows.Clear();
        _devices.Clear();
        _bases.Clear();
        _versions.Clear();
        _writers.Clear();
        _horizons.Clear();
        _put.Clear();
        _putValues.Clear();
        _putInstants.Clear();
        _putVersions.Clear();
        _gone.Clear();
        _goneTombstones.Clear();
    }

    private void Add(long device, AttributeScope scope, string key, AttributeFate fate, in TypedValue value, long ts, long version) =>
        _rows.Add(new(device, scope, key, _rows.Count, fate, value, ts, version));

    private void Fill()
    {
        _chains.Sort((left, right) => left.Device.CompareTo(right.Device));
        foreach (var chain in _chains)
        {
            _devices.Add(chain.Device);
            _bases.Add(chain.Base);
            _versions.Add(chain.Version);
            _writers.Add(chain.Writer);
            _horizons.Add(chain.Horizon);
        }

        _rows.Sort();
        var rows = CollectionsMarshal.AsSpan(_rows);
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            if (i + 1 < rows.Length && row.SameAttribute(rows[i + 1]))
                continue;
            if (row.Fate == AttributeFate.Written)
            {
                _put.Add(row);
                _putValues.Add(row.Value);
                _putInstants.Add(row.Ts);
                _putVersions.Add(row.Version);
            }
            else
            {
                _gone.Add(row);
                _goneTombstones.Add(row.Fate == AttributeFate.Forgotten ? row.Version : null);
            }
        }
    }
}
