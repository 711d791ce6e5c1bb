namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>What the writer thread remembers of the database between transactions. All members belong to that thread.</summary>
internal interface IWriterMemory : IDisposable
{
    /// <summary>How long the writer may rest before <see cref="Settle"/> has something to do; null: until there is work.</summary>
    TimeSpan? Rest { get; }

    /// <summary>A work begins: whatever it makes us remember is in doubt until it ends.</summary>
    void WorkBegins();

    /// <summary>The work was rolled back, the group goes on.</summary>
    void WorkRolledBack();

    /// <summary>Last act inside the group's transaction.</summary>
    /// <param name="finish">The database is about to close: leave nothing undone.</param>
    void Settle(bool finish);

    void Committed();

    /// <summary>The whole group was rolled back.</summary>
    void RolledBack();
}
