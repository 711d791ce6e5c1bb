using System.Text;
using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Rpc;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Stores changes of commands. Belongs to the writer thread.</summary>
internal sealed class CommandWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _uuidOf = new(connection, CommandSql.UuidOf);
    private readonly Statement _isNew = new(connection, CommandSql.IsNew);
    private readonly Statement _number = new(connection, CommandSql.Number);
    private readonly Statement _insert = new(connection, CommandSql.Insert);
    private readonly Statement _move = new(connection, CommandSql.Move);
    private readonly Statement _hasStatus = new(connection, CommandSql.HasStatus);
    private readonly Statement _delete = new(connection, CommandSql.Delete);

    public ChangeResult Write(CommandCreation change)
    {
        var uuid = Utf8(change.Command.Uuid.Text());
        if (_uuidOf.Bind(1, change.Device).Bind(2, change.Id).Step())
        {
            var taken = !_uuidOf.Blob(0).SequenceEqual(uuid);
            _uuidOf.Reset();
            return taken ? ChangeResult.Unmatched : ChangeResult.Applied;
        }
        if (!Finds(_isNew.Bind(1, change.Device).Bind(2, change.Id).BindText(3, uuid)))
            return ChangeResult.Unmatched;
        Insert(change, uuid);
        _number.Bind(1, change.Device).Bind(2, change.Id).Run();
        return ChangeResult.Applied;
    }

    public ChangeResult Write(CommandMove change)
    {
        _move.Bind(1, change.Device).Bind(2, change.Id).Bind(3, (long)change.To);
        var moved = change.Reply is { } reply ? _move.Bind(4, reply.IsJson ? 1 : 0).BindText(5, reply.Json) : _move.BindNull(4).BindNull(5);
        if (Finds(moved) || Finds(_hasStatus.Bind(1, change.Device).Bind(2, change.Id).Bind(3, (long)change.To)))
            return ChangeResult.Applied;
        return ChangeResult.Unmatched;
    }

    public ChangeResult Write(CommandRemoval change)
    {
        _delete.Bind(1, change.Device).BindText(2, Utf8(change.Uuid.Text())).Run();
        return ChangeResult.Applied;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_uuidOf, _isNew, _number, _insert, _move, _hasStatus, _delete])
            statement.Dispose();
    }

    private void Insert(CommandCreation change, ReadOnlySpan<byte> uuid)
    {
        var command = change.Command;
        _insert.Bind(1, change.Device).Bind(2, change.Id).BindText(3, uuid).Bind(4, command.Created).Bind(5, command.ExpiresAt);
        _insert.Bind(6, command.OneWay ? 1 : 0).Bind(7, command.Persistent ? 1 : 0);
        _insert.Bind(8, (long)change.Status).Bind(9, change.Status == CommandStatus.Queued ? 1 : 0).BindText(10, Utf8(command.Method));
        BindJson(11, command.Params);
        BindJson(13, command.AdditionalInfo);
        _ = command.Retries is { } retries ? _insert.Bind(12, retries) : _insert.BindNull(12);
        _insert.Run();
    }

    private void BindJson(int index, byte[]? json) => _ = json is null ? _insert.BindNull(index) : _insert.BindText(index, json);

    private static bool Finds(Statement statement)
    {
        var found = statement.Step();
        if (found)
            statement.Run();
        return found;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
