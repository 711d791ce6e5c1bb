using OrleansIot.Values;

namespace OrleansIot.Gateway.Http;

/// <summary>One page of a list.</summary>
internal sealed record PageDocument<T>(IReadOnlyList<T> Data, long TotalPages, long TotalElements, bool HasNext)
{
    public static PageDocument<T> From<TItem>(Page<TItem> page, Func<TItem, T> document) =>
        new([.. page.Data.Select(document)], page.TotalPages, page.TotalElements, page.HasNext);
}
