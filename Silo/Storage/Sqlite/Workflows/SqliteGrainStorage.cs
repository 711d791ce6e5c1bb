using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans.Storage;
using OrleansIot.Silo.Storage.Workflows;

namespace OrleansIot.Silo.Storage.Sqlite.Workflows;

/// <summary>The progress of workflows in the embedded database, through its one writer. The e-tag is the version of the row.</summary>
internal sealed class SqliteGrainStorage(SqliteDatabase database) : IGrainStorage
{
    private static readonly WorkflowJson Json = new();

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var rows = await database.ReadAsync(
            connection => connection.Query(
                WorkflowSql.Read, row => (Version: row.GetInt64(0), Data: row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1)), Identity(stateName, grainId)),
            default).ConfigureAwait(false);
        var (version, data) = rows.Count == 0 ? (null, null) : ((long?)rows[0].Version, rows[0].Data);
        grainState.ETag = Text(version);
        grainState.RecordExists = data is not null;
        grainState.State = data is null ? Activator.CreateInstance<T>() : Json.Deserialize<T>(new(data))!;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        StoreAsync(stateName, grainId, grainState, Json.Serialize(grainState.State).ToArray());

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is null)
            return;
        await StoreAsync(stateName, grainId, grainState, null).ConfigureAwait(false);
        grainState.State = Activator.CreateInstance<T>();
    }

    private async Task StoreAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? data)
    {
        (string, object?)[] parameters = [.. Identity(stateName, grainId), ("@data", data), ("@expected", Number(grainState.ETag))];
        var (stored, current) = await database.WriteAsync(
            connection =>
            {
                var changed = connection.Execute(grainState.ETag is null ? WorkflowSql.Insert : WorkflowSql.Update, parameters);
                return (changed == 1, Version(connection, stateName, grainId));
            },
            default).ConfigureAwait(false);
        if (!stored)
            throw new InconsistentStateException($"The state {stateName} of {grainId} was written by another activation", Text(current), grainState.ETag);
        grainState.ETag = Text(current);
        grainState.RecordExists = data is not null;
    }

    private static long? Version(SqliteConnection connection, string stateName, GrainId grainId) =>
        (long?)connection.Scalar(WorkflowSql.Version, Identity(stateName, grainId));

    private static (string Name, object? Value)[] Identity(string stateName, GrainId grainId) => [("@grain", grainId.ToString()), ("@name", stateName)];

    private static long? Number(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static string? Text(long? version) => version?.ToString(CultureInfo.InvariantCulture);
}
