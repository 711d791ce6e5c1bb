using Microsoft.Data.Sqlite;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>A list that is read in pages.</summary>
/// <param name="Select">Columns and tables, without where.</param>
/// <param name="SearchColumn">What the text search looks into.</param>
/// <param name="Sortable">The columns behind the names of the properties to sort by.</param>
internal sealed record PagedList<T>(string Select, string From, string SearchColumn, IReadOnlyDictionary<string, string> Sortable, Func<SqliteDataReader, T> Map)
{
    /// <summary>What a list is sorted by when nothing is asked for.</summary>
    public const string DefaultSort = "createdTime";

    public Task<Answer<Page<T>>> ReadAsync(
        SqliteDatabase database, PageQuery query, string where, (string Name, object? Value)[] parameters, CancellationToken cancellation)
    {
        if (!Sortable.TryGetValue(string.IsNullOrEmpty(query.SortProperty) ? DefaultSort : query.SortProperty, out var column))
            return Task.FromResult<Answer<Page<T>>>(ListRefusals.UnsupportedSort(query.SortProperty));
        var search = string.IsNullOrEmpty(query.TextSearch) ? null : query.TextSearch.ToLowerInvariant();
        if (search is not null)
            where += $" and instr(fold({SearchColumn}), @search) > 0";
        var direction = query.Descending ? "desc" : "asc";
        (string, object?)[] all = [.. parameters, ("@search", search), ("@limit", query.PageSize), ("@offset", (long)query.PageSize * query.PageNumber)];
        return database.ReadAsync<Answer<Page<T>>>(
            connection =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                var total = (long)connection.Scalar($"select count(*) from {From} where {where}", all)!;
                var rows = connection.Query($"select {Select} from {From} where {where} order by {column} {direction}, id {direction} limit @limit offset @offset", Map, all);
                return new Page<T>(rows, total, query.PageSize, query.PageNumber);
            },
            cancellation);
    }
}
