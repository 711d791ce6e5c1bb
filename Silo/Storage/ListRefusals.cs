using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What is wrong with a question for a page of a list.</summary>
internal static class ListRefusals
{
    public static Refusal UnsupportedSort(string? property) => new(Outcome.Invalid, $"Unsupported sort property '{property}'");
}
