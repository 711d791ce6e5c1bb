using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What a refused statement about customers means, in words for its caller.</summary>
internal static class CustomerRefusals
{
    public static readonly Refusal Missing = new(Outcome.NotFound, "Requested item wasn't found!");
    public static readonly Refusal Moved = new(Outcome.Conflict, "The customer was changed by somebody else meanwhile");
    public static readonly Refusal Taken = new(Outcome.Conflict, "Customer with such title already exists!");
}
