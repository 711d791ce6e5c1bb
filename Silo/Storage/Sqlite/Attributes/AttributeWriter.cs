using System.Text;
using Microsoft.Data.Sqlite;
using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Stores changes of attributes and of the polls' cursors. Belongs to the writer thread.</summary>
internal sealed class AttributeWriter(SqliteConnection connection) : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Statement _getVersion = new(connection, AttributeSql.GetVersion);
    private readonly Statement _moveVersion = new(connection, AttributeSql.MoveVersion);
    private readonly Statement _put = new(connection, AttributeSql.Put);
    private readonly Statement _delete = new(connection, AttributeSql.Delete);
    private readonly Statement _forget = new(connection, AttributeSql.Forget);
    private readonly Statement _getCursor = new(connection, AttributeSql.GetCursor);
    private readonly Statement _moveCursor = new(connection, AttributeSql.MoveCursor);
    private byte[] _key = new byte[1_024];

    public ChangeResult Write(AttributesChange change)
    {
        if (!_getVersion.Bind(1, change.Device).Step())
            return ChangeResult.Unmatched;
        var (stored, writer) = (_getVersion.Long(0), _getVersion.Long(1));
        _getVersion.Reset();
        if (stored != change.Base)
            return stored >= change.Version && writer == change.Writer ? ChangeResult.Applied : ChangeResult.Unmatched;

        foreach (var entry in change.Written)
            Put(change.Device, entry);
        foreach (var deletion in change.Deleted)
            Delete(change.Device, deletion);
        var horizon = 0L;
        foreach (var tombstone in change.Forgotten)
        {
            Name(_forget, change.Device, tombstone.Scope, tombstone.Key).Bind(4, tombstone.Version).Run();
            horizon = Math.Max(horizon, tombstone.Version);
        }
        _moveVersion.Bind(1, change.Device).Bind(2, change.Version).Bind(3, change.Writer).Bind(4, horizon).Run();
        return ChangeResult.Applied;
    }

    public ChangeResult Write(CursorChange change)
    {
        const long NeverPolled = -1;
        if (!_getCursor.Bind(1, change.Device).Step())
            return ChangeResult.Unmatched;
        var stored = _getCursor.Long(0);
        _getCursor.Reset();
        if (change.IsFirst && stored != NeverPolled)
            return stored == change.Cursor ? ChangeResult.Applied : ChangeResult.Unmatched;
        if (stored < change.Cursor)
            _moveCursor.Bind(1, change.Device).Bind(2, change.Cursor).Run();
        return ChangeResult.Applied;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_getVersion, _moveVersion, _put, _delete, _forget, _getCursor, _moveCursor])
            statement.Dispose();
    }

    private void Put(long device, AttributeEntry entry)
    {
        if (entry.Value.Kind is ValueKind.None)
            throw new ArgumentException("An attribute has no value.");
        Name(_put, device, entry.Scope, entry.Key).BindValue(4, entry.Value).Bind(6, entry.LastUpdateTs).Bind(7, entry.Version).Run();
    }

    /// <summary>A shared key stays as a tombstone, so that the polls can tell of its end.</summary>
    private void Delete(long device, AttributeDeletion deletion)
    {
        if (deletion.Scope == AttributeScope.Shared)
            Name(_put, device, deletion.Scope, deletion.Key).Bind(4, (long)ValueKind.None).BindText(5, default).Bind(6, deletion.Ts).Bind(7, deletion.Version).Run();
        else
            Name(_delete, device, deletion.Scope, deletion.Key).Run();
    }

    private Statement Name(Statement statement, long device, AttributeScope scope, string key) =>
        statement.Bind(1, device).Bind(2, (long)scope).BindText(3, Utf8(key));

    private ReadOnlySpan<byte> Utf8(string key)
    {
        if (_key.Length < StrictUtf8.GetMaxByteCount(key.Length))
            _key = new byte[StrictUtf8.GetMaxByteCount(key.Length)];
        return _key.AsSpan(0, StrictUtf8.GetBytes(key, _key));
    }
}
