using Microsoft.Data.Sqlite;
using OrleansIot.Values;
using SQLitePCL;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>
/// A statement that is prepared once, at its first use, and run often: what a SqliteCommand costs per row is more than the row.
/// Parameters and columns are numbered, and parameters keep their values from run to run.
/// </summary>
internal sealed class Statement(SqliteConnection connection, string sql) : IDisposable
{
    private sqlite3_stmt? _statement;

    private sqlite3 Database => connection.Handle!;

    private sqlite3_stmt Prepared => _statement ??= Prepare();

    /// <param name="index">Counts from 1.</param>
    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(Prepared, index, value));
        return this;
    }

    public Statement Bind(int index, double value)
    {
        Check(raw.sqlite3_bind_double(Prepared, index, value));
        return this;
    }

    public Statement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(Prepared, index));
        return this;
    }

    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, and SQLite takes that for null.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(Prepared, index, "") : raw.sqlite3_bind_text(Prepared, index, utf8));
        return this;
    }

    public Statement BindBlob(int index, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(Prepared, index, bytes));
        return this;
    }

    public Statement BindBlobOrNull(int index, byte[]? bytes) => bytes is null ? BindNull(index) : BindBlob(index, bytes);

    /// <summary>Binds an id as the schema keeps it.</summary>
    public Statement Bind(int index, Guid? id)
    {
        if (id is not { } value)
            return BindNull(index);
        Span<byte> text = stackalloc byte[36];
        value.TryFormat(text, out _);
        return BindText(index, text);
    }

    /// <summary>Binds what the columns kind and value hold.</summary>
    public Statement BindValue(int kindIndex, in TypedValue value)
    {
        Bind(kindIndex, (long)value.Kind);
        return value.Kind switch
        {
            ValueKind.Boolean or ValueKind.Long => Bind(kindIndex + 1, value.AsLong),
            ValueKind.Double => Bind(kindIndex + 1, value.AsDouble),
            _ => BindText(kindIndex + 1, value.Text),
        };
    }

    /// <summary>True: there is a row to read. False: it has run and is ready for its next run.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(Prepared);
        if (result == raw.SQLITE_ROW)
            return true;
        Reset();
        if (result != raw.SQLITE_DONE)
            Check(result);
        return false;
    }

    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Ends a run whose remaining rows are of no interest.</summary>
    public void Reset() => _ = raw.sqlite3_reset(Prepared);

    /// <param name="index">Counts from 0.</param>
    public long Long(int index) => raw.sqlite3_column_int64(Prepared, index);

    public string Text(int index) => raw.sqlite3_column_text(Prepared, index).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int index) => raw.sqlite3_column_blob(Prepared, index);

    public TypedValue Value(int kindIndex) => (ValueKind)Long(kindIndex) switch
    {
        ValueKind.Boolean => TypedValue.Boolean(Long(kindIndex + 1) != 0),
        ValueKind.Long => TypedValue.Long(Long(kindIndex + 1)),
        ValueKind.Double => TypedValue.Double(raw.sqlite3_column_double(Prepared, kindIndex + 1)),
        ValueKind.String => TypedValue.String(Blob(kindIndex + 1).ToArray()),
        _ => TypedValue.Json(Blob(kindIndex + 1).ToArray()),
    };

    public void Dispose() => _statement?.Dispose();

    private sqlite3_stmt Prepare()
    {
        Check(raw.sqlite3_prepare_v3(Database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(Database).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(Database));
    }
}
