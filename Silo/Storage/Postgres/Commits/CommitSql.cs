namespace OrleansIot.Silo.Storage.Postgres;

internal static class CommitSql
{
    /// <summary>SQLSTATE of a transaction whose changes do not fit what is stored.</summary>
    public const string Unfit = "OI001";

    /// <summary>SQLSTATE of a transaction that came after its deadline.</summary>
    public const string Late = "OI002";

    /// <summary>Microseconds since 1970 by the server's clock.</summary>
    public const string Clock = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";

    /// <summary>
    /// First statement of a transaction. $1: the instant, by the server's clock, from when on it is refused; $2: milliseconds that each of the next ones may take.
    /// Answers the server's clock.
    /// </summary>
    public const string Begin = $"""
        select clock, case when clock > $1 then refuse_commit('{Late}')::text end, set_config('statement_timeout', $2, true)
        from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint) now (clock)
        """;
}
