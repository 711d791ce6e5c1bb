using System.Text;
using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Rules.Outbox;

namespace OrleansIot.Silo.Storage.Sqlite.Rules;

/// <summary>Stores what rule chains are to see. Belongs to the writer thread.</summary>
internal sealed class OutboxWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, OutboxSql.Insert);
    private readonly Statement _remove = new(connection, OutboxSql.Remove);

    public void Add(long device, OutboxEntry entry)
    {
        _insert.Bind(1, device).Bind(2, entry.Seq).Bind(3, entry.Writer).BindText(4, Encoding.UTF8.GetBytes(entry.Type)).BindBlob(5, entry.Data);
        _insert.BindBlobOrNull(6, entry.Metadata).Run();
    }

    public void Remove(OutboxKey entry) => _remove.Bind(1, entry.Device).Bind(2, entry.Seq).Bind(3, entry.Writer).Run();

    public void Dispose()
    {
        _insert.Dispose();
        _remove.Dispose();
    }
}
