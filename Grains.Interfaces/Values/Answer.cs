namespace OrleansIot.Values;

/// <summary>An outcome with what it brought. <see cref="Value"/> is set exactly when the outcome is <see cref="Outcome.Done"/>.</summary>
/// <param name="Reason">A sentence for the caller when the outcome is not Done; names the problem, never a type, a token or SQL.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.Answer`1")]
public sealed record Answer<T>([property: Id(0)] Outcome Outcome, [property: Id(1)] T? Value, [property: Id(2)] string? Reason) : IAnswer
{
    public static implicit operator Answer<T>(T value) => new(Outcome.Done, value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(refusal.Outcome, default, refusal.Reason);
}
