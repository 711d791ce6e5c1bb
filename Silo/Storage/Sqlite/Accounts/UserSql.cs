using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;
using Row = Microsoft.Data.Sqlite.SqliteDataReader;

namespace OrleansIot.Silo.Storage.Sqlite.Accounts;

internal static class UserSql
{
    public const string Columns = """
        id, created_time, email, authority, customer_id, first_name, last_name, phone, additional_info, version,
        enabled, password_hash, activation_hash, activation_until, epoch, secrets_version
        """;

    public const string Load = $"select {Columns} from app_user where id = @id";

    public const string FindByEmail = "select id from app_user where email = @email";

    public const string FindByActivation = "select id from app_user where activation_hash = @hash";

    public const string FirstAdministrator = $"select {Columns} from app_user where authority = 1 order by created_time, id limit 1";

    public const string Insert = $"""
        insert into app_user ({Columns})
        values (@id, @created, @email, @authority, @customer, @first, @last, @phone, @info, @version,
                @enabled, @password, @activation, @until, @epoch, @secrets_version)
        """;

    public const string UpdateFields = """
        update app_user
        set email = @email, first_name = @first, last_name = @last, phone = @phone, additional_info = @info, version = version + 1
        where id = @id and version = @expected
        """;

    public const string UpdateSecrets = $"""
        update app_user
        set enabled = @enabled, password_hash = @password, activation_hash = @activation, activation_until = @until, epoch = @epoch, secrets_version = @secrets_version
        where id = @id and secrets_version = @expected and (@enabled = 1 or {Dispensable})
        """;

    public const string EndEpoch = "delete from session where user_id = @id and (select epoch from app_user where id = @id) <> @epoch";

    public const string Delete = $"delete from app_user where id = @id and {Dispensable}";

    public const string Exists = "select 1 from app_user where id = @id";

    public const string CurrentVersion = "select secrets_version from app_user where id = @id";

    /// <summary>True for every user but the only administrator who can log in.</summary>
    private const string Dispensable = """
        (authority <> 1 or enabled = 0 or password_hash is null
            or exists (select 1 from app_user o where o.id <> @id and o.authority = 1 and o.enabled = 1 and o.password_hash is not null))
        """;

    public static readonly PagedList<UserInfo> List = new(
        Columns, "app_user", "email",
        new Dictionary<string, string>
        {
            ["createdTime"] = "created_time",
            ["email"] = "email",
            ["name"] = "email",
            ["firstName"] = "first_name",
            ["lastName"] = "last_name",
            ["authority"] = "authority",
            ["id"] = "id",
        },
        row => Map(row).Info);

    public static UserRecord Map(Row row) => new(
        row.Id(0),
        row.GetInt64(1),
        new(row.GetString(2), (Authority)row.GetInt64(3), row.IdOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7), row.JsonOrNull(8)),
        row.GetInt64(9),
        new(row.GetInt64(10) != 0, row.TextOrNull(11), row.TextOrNull(12), row.GetInt64(13), row.GetInt64(14), row.GetInt64(15)));

    public static (string Name, object? Value)[] Fields(Guid id, UserFields fields) =>
    [
        ("@id", id.Text()), ("@email", fields.Email), ("@first", fields.FirstName), ("@last", fields.LastName), ("@phone", fields.Phone), ("@info", fields.AdditionalInfo.Text()),
    ];

    public static (string Name, object? Value)[] Secrets(UserSecrets secrets) =>
    [
        ("@enabled", secrets.Enabled ? 1 : 0), ("@password", secrets.PasswordHash), ("@activation", secrets.ActivationHash), ("@until", secrets.ActivationUntil),
        ("@epoch", secrets.Epoch), ("@secrets_version", secrets.Version),
    ];
}
