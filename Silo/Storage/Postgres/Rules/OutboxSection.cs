using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;

namespace OrleansIot.Silo.Storage.Postgres.Rules;

/// <summary>Stores what rule chains are to see. The last section: what the entries tell of is there, or is not, when it runs.</summary>
internal sealed class OutboxSection : ICommitSection
{
    private readonly List<long> _devices = [];
    private readonly List<long> _seqs = [];
    private readonly List<long> _writers = [];
    private readonly List<string> _types = [];
    private readonly List<byte[]?> _data = [];
    private readonly List<byte[]?> _metadata = [];
    private readonly List<long> _attributeVersions = [];
    private readonly List<long> _attributeWriters = [];

    public void Add(Change change)
    {
        // Commands tell of themselves: whether one was applied is known only there.
        if (change.Outbox is not { } entry || change is CommandCreation or CommandMove or CommandRemoval)
            return;
        _devices.Add(change.Device);
        _seqs.Add(entry.Seq);
        _writers.Add(entry.Writer);
        _types.Add(entry.Type);
        _data.Add(entry.Data);
        _metadata.Add(entry.Metadata);
        var attributes = (change is ChangeSet set ? set.Parts : [change]).OfType<AttributesChange>().LastOrDefault();
        _attributeVersions.Add(attributes?.Version ?? 0);
        _attributeWriters.Add(attributes?.Writer ?? 0);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_devices.Count == 0)
            return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OutboxSql.Insert).With(_devices).With(_seqs).With(_writers).With(_types)
            .WithBytes(_data).WithBytes(_metadata).With(_attributeVersions).With(_attributeWriters));
    }

    /// <summary>The fate of a change does not depend on its entry.</summary>
    public Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results) => Task.CompletedTask;

    public void Clear()
    {
        foreach (var column in (System.Collections.IList[])[_devices, _seqs, _writers, _types, _data, _metadata, _attributeVersions, _attributeWriters])
            column.Clear();
    }
}
