using Npgsql;
using OrleansIot.Customers;

namespace OrleansIot.Silo.Storage.Postgres.Customers;

internal static class CustomerSql
{
    public const string Columns = """
        id, created_time, title, country, state, city, address, address2, zip, phone, email, additional_info, is_public, version
        """;

    public const string Load = $"select {Columns} from customer where id = $1";

    public const string FindByTitle = $"select {Columns} from customer where title = $1";

    public const string FindPublic = $"select {Columns} from customer where is_public";

    public const string Insert = """
        insert into customer (id, title, title_folded, country, state, city, address, address2, zip, phone, email, additional_info, created_time, is_public, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """;

    public const string Update = $"""
        update customer
        set title = $2, title_folded = $3, country = $4, state = $5, city = $6, address = $7, address2 = $8, zip = $9, phone = $10, email = $11,
            additional_info = $12, version = version + 1
        where id = $1 and ($13::bigint is null or version = $13)
        returning {Columns}
        """;

    public const string Delete = "delete from customer where id = $1";

    public const string Exists = "select 1 from customer where id = $1";

    public static readonly PagedList<CustomerInfo> List = new(
        Columns, "customer", "title_folded",
        new Dictionary<string, string>
        {
            ["createdTime"] = "created_time",
            ["title"] = "title",
            ["name"] = "title",
            ["id"] = "id",
            ["email"] = "email",
            ["country"] = "country",
            ["city"] = "city",
        },
        Map);

    public static CustomerInfo Map(NpgsqlDataReader row)
    {
        var contact = new Contact(
            row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7), row.TextOrNull(8), row.TextOrNull(9), row.TextOrNull(10));
        return new(row.GetGuid(0), row.GetInt64(1), new(row.GetString(2), contact, row.JsonOrNull(11)), row.GetBoolean(12), row.GetInt64(13));
    }

    public static object?[] Fields(Guid id, CustomerFields fields)
    {
        var contact = fields.Contact;
        return
        [
            id, fields.Title, fields.Title.Folded(), contact.Country, contact.State, contact.City, contact.Address, contact.Address2, contact.Zip,
            contact.Phone, contact.Email, fields.AdditionalInfo.Text(),
        ];
    }
}
