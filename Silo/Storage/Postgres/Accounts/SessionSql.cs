namespace OrleansIot.Silo.Storage.Postgres.Accounts;

internal static class SessionSql
{
    public const string Insert = """
        insert into session (id, user_id, current_token, previous_token, rotated_at, expires_at) values ($1, $2, $3, $4, $5, $6)
        """;

    public const string Load = "select id, user_id, current_token, previous_token, rotated_at, expires_at, ended_at from session where id = $1";

    public const string Rotate = """
        update session set current_token = $3, previous_token = $4, rotated_at = $5, expires_at = $6
        where id = $1 and user_id = $2 and current_token = $7 and ended_at is null
        """;

    public const string End = "update session set ended_at = $3, expires_at = $4 where id = $1 and user_id = $2 and ended_at is null";

    public const string Ended = "select id from session where user_id = $1 and ended_at is not null and expires_at > $2";

    public const string DeleteExpired = "delete from session where expires_at <= $1";

    public const string DeleteSurplus = """
        delete from session where id in (
            select id from session where user_id = $1 and ended_at is null order by rotated_at desc, id offset $2)
        """;
}
