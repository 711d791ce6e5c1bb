using OrleansIot.Values;

namespace OrleansIot.Accounts;

/// <summary>Which users to list; every filter that is set must match.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.UserQuery")]
public sealed record UserQuery([property: Id(0)] PageQuery Page, [property: Id(1)] Guid? CustomerId = null, [property: Id(2)] Authority? Authority = null);
