namespace OrleansIot.Silo.Storage.Sqlite.Workflows;

internal static class WorkflowSql
{
    public const string Read = "select version, data from grain_state where grain = @grain and name = @name";

    public const string Version = "select version from grain_state where grain = @grain and name = @name";

    public const string Insert = "insert into grain_state (grain, name, version, data) values (@grain, @name, 1, @data) on conflict (grain, name) do nothing";

    public const string Update = "update grain_state set version = version + 1, data = @data where grain = @grain and name = @name and version = @expected";
}
