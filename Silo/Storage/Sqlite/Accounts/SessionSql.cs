namespace OrleansIot.Silo.Storage.Sqlite.Accounts;

internal static class SessionSql
{
    public const string Insert = """
        insert into session (id, user_id, current_token, previous_token, rotated_at, expires_at)
        values (@id, @user, @current, @previous, @rotated, @expires)
        """;

    public const string Load = "select id, user_id, current_token, previous_token, rotated_at, expires_at, ended_at from session where id = @id";

    public const string Rotate = """
        update session set current_token = @current, previous_token = @previous, rotated_at = @rotated, expires_at = @expires
        where id = @id and user_id = @user and current_token = @expected and ended_at is null
        """;

    public const string End = "update session set ended_at = @now, expires_at = @until where id = @id and user_id = @user and ended_at is null";

    public const string Ended = "select id from session where user_id = @user and ended_at is not null and expires_at > @now";

    public const string DeleteExpired = "delete from session where expires_at <= @now";

    public const string DeleteSurplus = """
        delete from session where id in (
            select id from session where user_id = @user and ended_at is null order by rotated_at desc, id limit -1 offset @max)
        """;
}
