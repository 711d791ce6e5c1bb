using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Rules;

/// <summary>Refusals that the stores of rule chains give.</summary>
internal static class RuleChainRefusals
{
    public static readonly Refusal Missing = new(Outcome.NotFound, "Requested item wasn't found!");
    public static readonly Refusal Moved = new(Outcome.Conflict, "The rule chain was changed by somebody else meanwhile");
    public static readonly Refusal IsRoot = new(Outcome.Invalid, "Deletion of Root Tenant Rule Chain is prohibited!");
    public static readonly Refusal InUse = new(Outcome.Invalid, "The rule chain referenced by the device profiles cannot be deleted!");
}
