using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>The part of a transaction that stores one kind of change. Its lists are filled, sent and cleared again for every transaction.</summary>
internal interface ICommitSection
{
    /// <summary>Adds the statements, if there is anything to store.</summary>
    void AddTo(NpgsqlBatch batch);

    /// <summary>Reads the results of its statements, in the order they were added, and says what became of each change.</summary>
    Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results);

    void Clear();
}
