using Npgsql;
using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;

namespace OrleansIot.Silo.Storage.Postgres.Accounts;

internal static class UserSql
{
    public const string Columns = """
        id, created_time, email, authority, customer_id, first_name, last_name, phone, additional_info, version,
        enabled, password_hash, activation_hash, activation_until, epoch, secrets_version
        """;

    public const string Load = $"select {Columns} from app_user where id = $1";

    public const string FindByEmail = "select id from app_user where email_folded = $1";

    public const string FindByActivation = "select id from app_user where activation_hash = $1";

    public const string FirstAdministrator = $"select {Columns} from app_user where authority = 1 order by created_time, id limit 1";

    public const string Insert = $"""
        insert into app_user (
            id, email, email_folded, first_name, last_name, phone, additional_info, created_time, authority, customer_id, version,
            enabled, password_hash, activation_hash, activation_until, epoch, secrets_version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """;

    public const string UpdateFields = $"""
        update app_user
        set email = $2, email_folded = $3, first_name = $4, last_name = $5, phone = $6, additional_info = $7, version = version + 1
        where id = $1 and version = $8
        returning {Columns}
        """;

    /// <summary>
    /// Whoever may take the last administrator away waits for the others who may, so that two of them do not take away one each.
    /// </summary>
    public const string LockAdministrators = "select from app_user where authority = 1 order by id for update";

    public const string UpdateSecrets = $"""
        update app_user
        set enabled = $2, password_hash = $3, activation_hash = $4, activation_until = $5, epoch = $6, secrets_version = $7
        where id = $1 and secrets_version = $8 and ($2 or {Dispensable})
        returning {Columns}
        """;

    public const string EndEpoch = "delete from session where user_id = $1 and (select epoch from app_user where id = $1) <> $2";

    public const string Delete = $"delete from app_user where id = $1 and {Dispensable}";

    public const string CurrentVersion = "select secrets_version from app_user where id = $1";

    /// <summary>True for every user but the only administrator who can log in.</summary>
    private const string Dispensable = """
        (authority <> 1 or not enabled or password_hash is null
            or exists (select from app_user o where o.id <> $1 and o.authority = 1 and o.enabled and o.password_hash is not null))
        """;

    public static readonly PagedList<UserInfo> List = new(
        Columns, "app_user", "email_folded",
        new Dictionary<string, string>
        {
            ["createdTime"] = "created_time",
            ["email"] = "email_folded",
            ["name"] = "email_folded",
            ["firstName"] = "first_name",
            ["lastName"] = "last_name",
            ["authority"] = "authority",
            ["id"] = "id",
        },
        row => Map(row).Info);

    public static UserRecord Map(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt64(1),
        new(row.GetString(2), (Authority)row.GetInt16(3), row.IdOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7), row.JsonOrNull(8)),
        row.GetInt64(9),
        new(row.GetBoolean(10), row.TextOrNull(11), row.TextOrNull(12), row.GetInt64(13), row.GetInt64(14), row.GetInt64(15)));

    public static object?[] Fields(Guid id, UserFields fields) =>
        [id, fields.Email, fields.Email.Folded(), fields.FirstName, fields.LastName, fields.Phone, fields.AdditionalInfo.Text()];

    public static object?[] Secrets(UserSecrets secrets) =>
        [secrets.Enabled, secrets.PasswordHash, secrets.ActivationHash, secrets.ActivationUntil, secrets.Epoch, secrets.Version];
}
