using Npgsql;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>A list of moderate length that is read in pages.</summary>
/// <param name="Columns">What is read of each row.</param>
/// <param name="SearchColumn">What the text search looks into: a folded text.</param>
/// <param name="Sortable">The columns behind the names of the properties to sort by. Rows without a value come before those with one.</param>
internal sealed record PagedList<T>(string Columns, string From, string SearchColumn, IReadOnlyDictionary<string, string> Sortable, Func<NpgsqlDataReader, T> Map)
{
    /// <summary>What a list is sorted by when nothing is asked for.</summary>
    public const string DefaultSort = "createdTime";

    /// <param name="where">A condition on the parameters, of which $1 is the first.</param>
    public async Task<Answer<Page<T>>> ReadAsync(NpgsqlDataSource database, PageQuery query, string where, object?[] parameters, CancellationToken cancellation)
    {
        if (!Sortable.TryGetValue(string.IsNullOrEmpty(query.SortProperty) ? DefaultSort : query.SortProperty, out var column))
            return ListRefusals.UnsupportedSort(query.SortProperty);
        var search = (query.TextSearch ?? "").Folded();
        if (!search.IsStorable())
            return new Page<T>([], 0, query.PageSize, query.PageNumber);

        var direction = query.Descending ? "desc nulls last" : "asc nulls first";
        var next = parameters.Length + 1;
        var found = $"from {From} where {where} and (${next} = '' or strpos({SearchColumn}, ${next}) > 0)";
        return await database.SnapshotAsync(
            async connection =>
            {
                var total = (long)(await connection.ScalarAsync($"select count(*) {found}", cancellation, [.. parameters, search]).ConfigureAwait(false))!;
                var rows = await connection.QueryAsync(
                    $"select {Columns} {found} order by {column} {direction}, id {direction} limit ${next + 1} offset ${next + 2}",
                    Map,
                    cancellation,
                    [.. parameters, search, query.PageSize, (long)query.PageSize * query.PageNumber]).ConfigureAwait(false);
                return new Page<T>(rows, total, query.PageSize, query.PageNumber);
            },
            cancellation).ConfigureAwait(false);
    }
}
