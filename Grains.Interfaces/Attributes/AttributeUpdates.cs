using OrleansIot.Polls;

namespace OrleansIot.Attributes;

/// <summary>Changes of shared attributes since some version: the last value of each key, and the keys whose last change was their deletion. No key is in both.</summary>
/// <param name="Cursor">The version that all of them together lead to.</param>
/// <param name="IsComplete">The entries are all that there is: a key that is not among them does not exist.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.AttributeUpdates")]
public sealed record AttributeUpdates(
    [property: Id(0)] AttributeEntry[] Changed,
    [property: Id(1)] string[] Deleted,
    [property: Id(2)] long Cursor,
    [property: Id(3)] bool IsComplete) : PollContent;
