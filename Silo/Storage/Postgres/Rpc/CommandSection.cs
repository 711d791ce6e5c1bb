using System.Text;
using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Rpc;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Stores changes of commands, in the order in which they were handed over.</summary>
internal sealed class CommandSection : ICommitSection
{
    private readonly List<int> _indexes = [];
    private readonly List<short> _kinds = [];
    private readonly List<long> _devices = [];
    private readonly List<int> _ids = [];
    private readonly List<Guid> _uuids = [];
    private readonly List<short> _statuses = [];
    private readonly List<long> _created = [];
    private readonly List<long> _expiries = [];
    private readonly List<bool> _oneWays = [];
    private readonly List<bool> _persistents = [];
    private readonly List<byte[]?> _methods = [];
    private readonly List<byte[]?> _params = [];
    private readonly List<int?> _retries = [];
    private readonly List<byte[]?> _infos = [];
    private readonly List<bool> _areJson = [];
    private readonly List<byte[]?> _replies = [];
    private readonly List<long?> _seqs = [];
    private readonly List<long?> _writers = [];
    private readonly List<byte[]?> _types = [];
    private readonly List<byte[]?> _data = [];
    private readonly List<byte[]?> _metadata = [];
    private bool _tells;

    public void Add(int index, Change change)
    {
        _indexes.Add(index);
        AddEntry(change.Outbox);
        switch (change)
        {
            case CommandCreation creation:
                Add(0, change.Device, creation.Id, creation.Status, creation.Command, null);
                break;
            case CommandMove move:
                Add(1, change.Device, move.Id, move.To, Nothing, move.Reply);
                break;
            case CommandRemoval removal:
                Add(2, change.Device, 0, default, Nothing with { Uuid = removal.Uuid }, null);
                break;
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_indexes.Count == 0)
            return;
        var command = new NpgsqlBatchCommand(_tells ? CommandSql.StoreAndTell : CommandSql.Store)
            .With(_kinds).With(_devices).With(_ids).With(_uuids).With(_statuses).With(_created).With(_expiries).With(_oneWays).With(_persistents)
            .With(_methods).With(_params).With(_retries).With(_infos).With(_areJson).With(_replies);
        if (_tells)
            command.With(_seqs).With(_writers).With(_types).WithBytes(_data).WithBytes(_metadata);
        batch.BatchCommands.Add(command);
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results)
    {
        if (_indexes.Count == 0)
            return;
        foreach (var index in _indexes)
        {
            await reader.ReadAsync().ConfigureAwait(false);
            results.Span[index] = reader.GetBoolean(0) ? ChangeResult.Applied : ChangeResult.Unmatched;
        }
        await reader.NextResultAsync().ConfigureAwait(false);
    }

    public void Clear()
    {
        foreach (var column in (System.Collections.IList[])[_indexes, _kinds, _devices, _ids, _uuids, _statuses, _created, _expiries, _oneWays, _persistents, _methods, _params, _retries, _infos, _areJson, _replies, _seqs, _writers, _types, _data, _metadata])
            column.Clear();
        _tells = false;
    }

    private static readonly NewCommand Nothing = new(default, 0, 0, false, false, null, "", null, null);

    private void AddEntry(OutboxEntry? entry)
    {
        _tells |= entry is not null;
        _seqs.Add(entry?.Seq);
        _writers.Add(entry?.Writer);
        _types.Add(entry is null ? null : Encoding.UTF8.GetBytes(entry.Type));
        _data.Add(entry?.Data);
        _metadata.Add(entry?.Metadata);
    }

    private void Add(short kind, long device, int id, CommandStatus status, NewCommand command, CommandReply? reply)
    {
        _kinds.Add(kind);
        _devices.Add(device);
        _ids.Add(id);
        _uuids.Add(command.Uuid);
        _statuses.Add((short)status);
        _created.Add(command.Created);
        _expiries.Add(command.ExpiresAt);
        _oneWays.Add(command.OneWay);
        _persistents.Add(command.Persistent);
        _methods.Add(Encoding.UTF8.GetBytes(command.Method));
        _params.Add(command.Params);
        _retries.Add(command.Retries);
        _infos.Add(command.AdditionalInfo);
        _areJson.Add(reply?.IsJson ?? false);
        _replies.Add(reply?.Json);
    }
}
