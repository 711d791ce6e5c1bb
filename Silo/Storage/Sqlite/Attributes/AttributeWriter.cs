using System.Text;
using Microsoft.Data.Sqlite;
using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Stores changes of attributes. Belongs to the writer thread.</summary>
internal sealed class AttributeWriter(SqliteConnection connection) : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Statement _get = new(connection, AttributeSql.Get);
    private readonly Statement _put = new(connection, AttributeSql.Put);
    private readonly Statement _delete = new(connection, AttributeSql.Delete);
    private byte[] _key = new byte[1_024];

    public ChangeResult Write(AttributesChange change)
    {
        foreach (var entry in change.Written)
        {
            if (!MayWrite(change.Device, entry))
                return ChangeResult.Unmatched;
        }

        foreach (var entry in change.Written)
            Put(change.Device, entry);
        foreach (var (scope, key) in change.Deleted)
            _delete.Bind(1, change.Device).Bind(2, (long)scope).BindText(3, Utf8(key)).Run();
        return ChangeResult.Applied;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_get, _put, _delete])
            statement.Dispose();
    }

    /// <summary>Nobody has written a newer version, or another value as this version: the same value may come twice.</summary>
    private bool MayWrite(long device, AttributeEntry entry)
    {
        if (!_get.Bind(1, device).Bind(2, (long)entry.Scope).BindText(3, Utf8(entry.Key)).Step())
            return true;
        var stored = _get.Long(0);
        var may = stored < entry.Version || (stored == entry.Version && _get.Value(1) == entry.Value && _get.Long(3) == entry.LastUpdateTs);
        _get.Reset();
        return may;
    }

    private void Put(long device, AttributeEntry entry)
    {
        if (entry.Value.Kind is ValueKind.None)
            throw new ArgumentException("An attribute has no value.");
        _put.Bind(1, device).Bind(2, (long)entry.Scope).BindText(3, Utf8(entry.Key));
        _put.BindValue(4, entry.Value).Bind(6, entry.LastUpdateTs).Bind(7, entry.Version).Run();
    }

    private ReadOnlySpan<byte> Utf8(string key)
    {
        if (_key.Length < StrictUtf8.GetMaxByteCount(key.Length))
            _key = new byte[StrictUtf8.GetMaxByteCount(key.Length)];
        return _key.AsSpan(0, StrictUtf8.GetBytes(key, _key));
    }
}
