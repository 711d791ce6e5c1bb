using Microsoft.Data.Sqlite;
using OrleansIot.Customers;
using OrleansIot.Grains.Customers;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite.Customers;

internal sealed class SqliteCustomerStore(SqliteDatabase database) : ICustomerStore
{
    public Task<CustomerInfo?> LoadAsync(Guid id, CancellationToken cancellation) => database.ReadAsync(c => Load(c, id), cancellation);

    public Task<CustomerInfo?> FindByTitleAsync(string title, CancellationToken cancellation) =>
        database.ReadAsync(c => c.Query(CustomerSql.FindByTitle, CustomerSql.Map, ("@title", title)).First(), cancellation);

    public Task<CustomerInfo?> FindPublicAsync(CancellationToken cancellation) =>
        database.ReadAsync(c => c.Query(CustomerSql.FindPublic, CustomerSql.Map).First(), cancellation);

    public Task<Answer<CustomerInfo>> CreateAsync(CustomerInfo customer, CancellationToken cancellation) => database.WriteAsync<Answer<CustomerInfo>>(
        connection =>
        {
            try
            {
                connection.Execute(
                    CustomerSql.Insert,
                    [.. CustomerSql.Fields(customer.Id, customer.Fields), ("@created", customer.CreatedTime), ("@public", customer.IsPublic ? 1 : 0), ("@version", customer.Version)]);
                return customer;
            }
            catch (SqliteException exception) when (exception.IsTaken())
            {
                return CustomerRefusals.Taken;
            }
        },
        cancellation);

    public Task<Answer<CustomerInfo>> UpdateAsync(Guid id, CustomerFields fields, long? expectedVersion, CancellationToken cancellation) => database.WriteAsync<Answer<CustomerInfo>>(
        connection =>
        {
            try
            {
                if (connection.Execute(CustomerSql.Update, [.. CustomerSql.Fields(id, fields), ("@expected", expectedVersion)]) == 1)
                    return Load(connection, id)!;
                return connection.Scalar(CustomerSql.Exists, ("@id", id.Text())) is null ? CustomerRefusals.Missing : CustomerRefusals.Moved;
            }
            catch (SqliteException exception) when (exception.IsTaken())
            {
                return CustomerRefusals.Taken;
            }
        },
        cancellation);

    public Task<Outcome> DeleteAsync(Guid id, CancellationToken cancellation) => database.WriteAsync(
        connection =>
        {
            try
            {
                return connection.Execute(CustomerSql.Delete, ("@id", id.Text())) == 1 ? Outcome.Done : Outcome.NotFound;
            }
            catch (SqliteException exception) when (exception.IsDangling())
            {
                return Outcome.Conflict;
            }
        },
        cancellation);

    public Task<Answer<Page<CustomerInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) =>
        CustomerSql.List.ReadAsync(database, query, "1 = 1", [], cancellation);

    private static CustomerInfo? Load(SqliteConnection connection, Guid id) => connection.Query(CustomerSql.Load, CustomerSql.Map, ("@id", id.Text())).First();
}
