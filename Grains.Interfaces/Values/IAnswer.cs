namespace OrleansIot.Values;

/// <summary>An answer of a grain that says how it ended.</summary>
public interface IAnswer
{
    Outcome Outcome { get; }
}
