using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansIot.Devices;
using OrleansIot.Servers.Postgres;
using OrleansIot.Silo.Storage.Postgres;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage.Postgres;

/// <summary>Lists of more devices than anybody wants to count.</summary>
public sealed class PostgresListTests : IAsyncLifetime
{
    private const int Count = 10_150;

    private PostgresStorageUnderTest _storage = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await PostgresStorageUnderTest.OpenAsync();
        await FillAsync(_storage.Source);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task total_is_exact_and_pages_from_either_end_meet()
    {
        var names = new List<string>();
        for (var number = 0; ; number++)
        {
            var page = await ListAsync(new(new(1_000, number, SortProperty: "name")));
            Assert.Equal(Count, page.TotalElements);
            names.AddRange(page.Data.Select(device => device.Fields.Name));
            if (!page.HasNext)
                break;
        }

        Assert.Equal(Enumerable.Range(1, Count).Select(Name), names);
        Assert.Empty((await ListAsync(new(new(1_000, 11)))).Data);
    }

    [Theory]
    [InlineData(false, 1_014)]
    [InlineData(true, 0)]
    [InlineData(true, 700)]
    [InlineData(false, 700)]
    public async Task page_is_the_same_from_wherever_it_is_reached(bool descending, int number)
    {
        var page = await ListAsync(new(new(10, number, Descending: descending)));
        var numbers = Enumerable.Range(1, Count);
        Assert.Equal((descending ? numbers.Reverse() : numbers).Skip(10 * number).Take(10).Select(Name), page.Data.Select(device => device.Fields.Name));
    }

    [Fact]
    public async Task search_is_exact_for_few_and_counts_many_only_so_far_beyond_the_page()
    {
        var few = await ListAsync(new(new(10, 0, "METER-00077")));
        Assert.Equal((10L, 10, false), (few.TotalElements, few.Data.Count, few.HasNext));
        var many = await ListAsync(new(new(10, 2, "meter-")));
        Assert.Equal(30 + PostgresDeviceStore.CountAhead, many.TotalElements);
        Assert.True(many.HasNext);
        var last = await ListAsync(new(new(10, 1_014, "meter-")));
        Assert.Equal((Count, false), (last.TotalElements, last.HasNext));
        Assert.Equal(Name(Count), last.Data[^1].Fields.Name);
    }

    [Fact]
    public async Task what_no_name_can_hold_finds_nothing()
    {
        Assert.Empty((await ListAsync(new(new(10, 0, "me\0ter")))).Data);
        Assert.Empty((await ListAsync(new(new(10, 0), Type: "\0"))).Data);
        Assert.Null(await _storage.Devices.FindByNameAsync("\0", Cancellation));
        Assert.Equal([null], await _storage.Devices.ResolveAsync(["\0"], Cancellation));
    }

    [Fact]
    public async Task database_where_pg_trgm_may_not_be_installed_is_searched_all_the_same()
    {
        var server = await PostgresServer.SharedAsync();
        var admin = await server.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(admin).Database!;
        await server.ExecuteAsync(name, $"create role small_{name} login; grant all on schema public to small_{name}; revoke create on database {name} from public");
        await using var database = PostgresDataSource.Create(new() { ConnectionString = $"{admin};Username=small_{name}" });
        await new PostgresSchema(database, new(new() { ConnectionString = "" }), TimeProvider.System, NullLogger<PostgresSchema>.Instance).MigrateAsync(Cancellation);
        Assert.Equal(0L, await database.ScalarAsync("select count(*) from pg_extension where extname = 'pg_trgm'", Cancellation));
        await FillAsync(database);
        Assert.Equal(10, (await new PostgresDeviceStore(database).ListAsync(new(new(10, 0, "ter-00077")), Cancellation)).Value!.TotalElements);
    }

    private async Task<Page<DeviceInfo>> ListAsync(DeviceQuery query) => (await _storage.Devices.ListAsync(query, Cancellation)).Value!;

    private static string Name(int number) => $"Meter-{number:D6}";

    private static async Task FillAsync(NpgsqlDataSource database)
    {
        await database.ExecuteAsync(
            "insert into device_profile (id, created_time, name, name_folded, document) values (gen_random_uuid(), 0, 'p', 'p', '{}')", Cancellation);
        await database.ExecuteAsync(
            $"""
            insert into device (id, created_time, name, folded, profile_id, credentials_uuid, credentials_type, credentials_id)
            select gen_random_uuid(), n, 'Meter-' || lpad(n::text, 6, '0'), 'meter-' || lpad(n::text, 6, '0') || chr(31), (select id from device_profile),
                   gen_random_uuid(), 1, n
            from generate_series(1, {Count}) n
            """,
            Cancellation);
        await database.ExecuteAsync("analyze device", Cancellation);
    }
}
