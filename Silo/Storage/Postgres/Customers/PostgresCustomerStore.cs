using Npgsql;
using OrleansIot.Customers;
using OrleansIot.Grains.Customers;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Customers;

internal sealed class PostgresCustomerStore(NpgsqlDataSource database) : ICustomerStore
{
    public Task<CustomerInfo?> LoadAsync(Guid id, CancellationToken cancellation) => FindAsync(CustomerSql.Load, cancellation, id);

    public Task<CustomerInfo?> FindByTitleAsync(string title, CancellationToken cancellation) =>
        title.IsStorable() ? FindAsync(CustomerSql.FindByTitle, cancellation, title) : Task.FromResult<CustomerInfo?>(null);

    public Task<CustomerInfo?> FindPublicAsync(CancellationToken cancellation) => FindAsync(CustomerSql.FindPublic, cancellation);

    public async Task<Answer<CustomerInfo>> CreateAsync(CustomerInfo customer, CancellationToken cancellation)
    {
        try
        {
            await database.ExecuteAsync(
                CustomerSql.Insert,
                cancellation,
                [.. CustomerSql.Fields(customer.Id, customer.Fields), customer.CreatedTime, customer.IsPublic, customer.Version]).ConfigureAwait(false);
            return customer;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            return CustomerRefusals.Taken;
        }
    }

    public async Task<Answer<CustomerInfo>> UpdateAsync(Guid id, CustomerFields fields, long? expectedVersion, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            var changed = await connection.QueryAsync(
                CustomerSql.Update, CustomerSql.Map, cancellation, [.. CustomerSql.Fields(id, fields), expectedVersion]).ConfigureAwait(false);
            if (changed.First() is { } customer)
                return customer;
            return await connection.ScalarAsync(CustomerSql.Exists, cancellation, id).ConfigureAwait(false) is null ? CustomerRefusals.Missing : CustomerRefusals.Moved;
        }
        catch (PostgresException exception) when (exception.IsTaken())
        {
            return CustomerRefusals.Taken;
        }
    }

    public async Task<Outcome> DeleteAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            return await database.ExecuteAsync(CustomerSql.Delete, cancellation, id).ConfigureAwait(false) == 1 ? Outcome.Done : Outcome.NotFound;
        }
        catch (PostgresException exception) when (exception.IsDangling())
        {
            return Outcome.Conflict;
        }
    }

    public Task<Answer<Page<CustomerInfo>>> ListAsync(PageQuery query, CancellationToken cancellation) => CustomerSql.List.ReadAsync(database, query, "true", [], cancellation);

    private async Task<CustomerInfo?> FindAsync(string sql, CancellationToken cancellation, params object?[] parameters) =>
        (await database.ReadAsync(sql, CustomerSql.Map, cancellation, parameters).ConfigureAwait(false)).First();
}
