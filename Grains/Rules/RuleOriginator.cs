namespace OrleansIot.Grains.Rules;

/// <summary>The device that a message is about, as it was when the message began.</summary>
/// <param name="Number">Its number in the database.</param>
/// <param name="Type">Name of its profile.</param>
public sealed record RuleOriginator(Guid Id, long Number, string Name, string Type, Guid ProfileId, Guid? CustomerId);
