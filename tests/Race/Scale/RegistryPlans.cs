using Npgsql;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Race.Scale;

/// <summary>How the database would answer the product's own statements; a plan that reads all devices is not one for a million.</summary>
internal static class RegistryPlans
{
    private static readonly (string Title, string Sql)[] Statements =
    [
        ("first page", DeviceListSql.Page("true", DeviceSort.Of(null)!, descending: true, "100", "0")),
        ("first page, by name", DeviceListSql.Page("true", DeviceSort.Of("name")!, descending: false, "100", "0")),
        ("names with a prefix", DeviceListSql.Page("d.folded like '%fleet-99999%'", DeviceSort.Of(null)!, descending: true, "100", "0")),
        ("token", DeviceSql.Resolve.Replace("$1", "array['FleetToken0000000001']", StringComparison.Ordinal)),
    ];

    /// <summary>Every plan on one line: how it reads, and whether it never reads all devices.</summary>
    public static async Task<IReadOnlyList<(string Title, string Plan, bool IsIndexed)>> ReadAsync(NpgsqlDataSource database)
    {
        var plans = new List<(string, string, bool)>();
        foreach (var (title, sql) in Statements)
        {
            await using var command = database.CreateCommand($"explain (costs off) {sql}");
            await using var reader = await command.ExecuteReaderAsync();
            var scans = new List<string>();
            while (await reader.ReadAsync())
            {
                if (reader.GetString(0).Trim() is var line && line.Contains("Scan", StringComparison.Ordinal))
                    scans.Add(line.TrimStart('-', '>', ' '));
            }

            plans.Add((title, string.Join("; ", scans), !scans.Exists(s => s == "Seq Scan on device" || s.StartsWith("Seq Scan on device d", StringComparison.Ordinal))));
        }

        return plans;
    }
}
