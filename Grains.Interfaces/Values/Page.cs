namespace OrleansIot.Values;

/// <summary>One page of a list, with the totals over all pages.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.Page`1")]
public sealed record Page<T>([property: Id(0)] IReadOnlyList<T> Data, [property: Id(1)] long TotalElements, [property: Id(2)] int PageSize, [property: Id(3)] int PageNumber)
{
    public long TotalPages => (TotalElements + PageSize - 1) / PageSize;

    public bool HasNext => (PageNumber + 1L) * PageSize < TotalElements;
}
