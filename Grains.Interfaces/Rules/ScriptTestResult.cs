namespace OrleansIot.Rules;

/// <summary>What a script under test returned, as text, or why it did not.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.ScriptTestResult")]
public sealed record ScriptTestResult([property: Id(0)] string Output, [property: Id(1)] string Error);
