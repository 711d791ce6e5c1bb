using System.Text.Json;
using OrleansIot.Customers;
using Row = Microsoft.Data.Sqlite.SqliteDataReader;

namespace OrleansIot.Silo.Storage.Sqlite.Customers;

internal static class CustomerSql
{
    public const string Columns = "id, created_time, title, details, additional_info, is_public, version";

    public const string Load = $"select {Columns} from customer where id = @id";

    public const string FindByTitle = $"select {Columns} from customer where title = @title";

    public const string FindPublic = $"select {Columns} from customer where is_public = 1";

    public const string Insert = $"insert into customer ({Columns}) values (@id, @created, @title, @details, @info, @public, @version)";

    public const string Update = """
        update customer set title = @title, details = @details, additional_info = @info, version = version + 1
        where id = @id and (@expected is null or version = @expected)
        """;

    public const string Delete = "delete from customer where id = @id";

    public const string Exists = "select 1 from customer where id = @id";

    public static readonly PagedList<CustomerInfo> List = new(
        Columns, "customer", "title",
        new Dictionary<string, string>
        {
            ["createdTime"] = "created_time",
            ["title"] = "title",
            ["name"] = "title",
            ["id"] = "id",
            ["email"] = "details ->> 'Email'",
            ["country"] = "details ->> 'Country'",
            ["city"] = "details ->> 'City'",
        },
        Map);

    public static CustomerInfo Map(Row row) => new(
        row.Id(0), row.GetInt64(1), new(row.GetString(2), ReadContact(row.TextOrNull(3)), row.JsonOrNull(4)), row.GetInt64(5) != 0, row.GetInt64(6));

    public static (string Name, object? Value)[] Fields(Guid id, CustomerFields fields) =>
    [
        ("@id", id.Text()), ("@title", fields.Title), ("@details", JsonSerializer.Serialize(fields.Contact, ContactJson.Default.Contact)), ("@info", fields.AdditionalInfo.Text()),
    ];

    private static Contact ReadContact(string? json) => json is null ? Contact.None : JsonSerializer.Deserialize(json, ContactJson.Default.Contact) ?? Contact.None;
}
