namespace OrleansIot.Rules;

/// <summary>Where a node's messages go on. The numbers are indexes of the chain's nodes.</summary>
/// <param name="Relation">How the message left the node: Success, Failure, True, or a name that the node makes.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.RuleConnection")]
public sealed record RuleConnection([property: Id(0)] int From, [property: Id(1)] int To, [property: Id(2)] string Relation);
