using Npgsql;
using NpgsqlTypes;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Statements that take whole columns as arrays. The lists are bound as they are: what they hold when the batch is sent counts.</summary>
internal static class BatchCommands
{
    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<long> column) => command.With(column, NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<long?> column) => command.With(column, NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<int> column) => command.With(column, NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<int?> column) => command.With(column, NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<Guid> column) => command.With(column, NpgsqlDbType.Uuid);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<bool> column) => command.With(column, NpgsqlDbType.Boolean);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<short> column) => command.With(column, NpgsqlDbType.Smallint);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<double> column) => command.With(column, NpgsqlDbType.Double);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<string> column) => command.With(column, NpgsqlDbType.Text);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<Guid?> column) => command.With(column, NpgsqlDbType.Uuid);

    /// <param name="column">UTF-8; null stands for null.</param>
    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, List<byte[]?> column) => command.With(column, NpgsqlDbType.Text);

    public static NpgsqlBatchCommand WithBytes(this NpgsqlBatchCommand command, List<byte[]?> column) => command.With(column, NpgsqlDbType.Bytea);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, ValueColumns values) =>
        command.With(values.Kinds).With(values.Longs).With(values.Doubles).With(values.Texts);

    private static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, List<T> column, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type });
        return command;
    }
}
