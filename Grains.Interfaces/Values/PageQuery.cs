namespace OrleansIot.Values;

/// <summary>Which page of a list, and in which order.</summary>
/// <param name="PageSize">1 to the configured cap.</param>
/// <param name="PageNumber">0-based.</param>
/// <param name="TextSearch">Part of the name (or title, or e-mail), case-insensitive; null or empty finds all.</param>
/// <param name="SortProperty">A property the list knows, else the request is refused; null sorts by creation time.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.PageQuery")]
public sealed record PageQuery(
    [property: Id(0)] int PageSize,
    [property: Id(1)] int PageNumber,
    [property: Id(2)] string? TextSearch = null,
    [property: Id(3)] string? SortProperty = null,
    [property: Id(4)] bool Descending = false);
