using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Rpc;

/// <summary>The rows of one device's commands in memory, with the conditions that a real store keeps.</summary>
internal sealed class CommandTable
{
    private readonly SortedDictionary<int, CommandRecord> _rows = [];

    public int LastId { get; private set; }

    public IReadOnlyDictionary<int, CommandRecord> Rows => _rows;

    /// <summary>What a device that starts reads.</summary>
    public StoredCommand[] Pending =>
        [.. _rows.Where(r => !IsFinal(r.Value) || !r.Value.Command.Persistent).Select(r => new StoredCommand(r.Key, r.Value))];

    public static bool IsFinal(CommandRecord row) => StoredCommand.IsFinal(row.Status, row.Command.OneWay);

    /// <summary>What the sweep does; how many it ended.</summary>
    public int Expire(long before)
    {
        var due = _rows.Where(r => !IsFinal(r.Value) && r.Value.Command.ExpiresAt < before).ToArray();
        foreach (var (id, row) in due)
        {
            var isTimeout = row is { Status: CommandStatus.Delivered, Command: { Persistent: false, OneWay: false } };
            _rows[id] = row with { Status = isTimeout ? CommandStatus.Timeout : CommandStatus.Expired };
        }
        return due.Length;
    }

    public ChangeResult Apply(Change change)
    {
        switch (change)
        {
            case CommandCreation creation when _rows.TryGetValue(creation.Id, out var row) && row.Command.Uuid == creation.Command.Uuid:
                return ChangeResult.Applied;
            case CommandCreation creation when creation.Id <= LastId || _rows.Values.Any(r => r.Command.Uuid == creation.Command.Uuid):
                return ChangeResult.Unmatched;
            case CommandCreation creation:
                LastId = creation.Id;
                _rows[creation.Id] = new(creation.Command, creation.Status, null);
                return ChangeResult.Applied;
            case CommandMove move when !_rows.TryGetValue(move.Id, out var row):
                return ChangeResult.Unmatched;
            case CommandMove move when _rows[move.Id].Status == move.To:
                return ChangeResult.Applied;
            case CommandMove move when IsFinal(_rows[move.Id]):
                return ChangeResult.Unmatched;
            case CommandMove move:
                _rows[move.Id] = _rows[move.Id] with { Status = move.To, Reply = move.Reply };
                return ChangeResult.Applied;
            case CommandRemoval removal:
                foreach (var id in _rows.Where(r => r.Value.Command.Uuid == removal.Uuid).Select(r => r.Key).ToArray())
                    _rows.Remove(id);
                return ChangeResult.Applied;
            default:
                throw new NotSupportedException(change.GetType().Name);
        }
    }
}
