using OrleansIot.Attributes;
using OrleansIot.Values;

namespace OrleansIot.Grains.Attributes;

/// <summary>What shared attributes must keep to so that a poll can tell of them.</summary>
internal static class UpdateRules
{
    /// <summary>Updates name the keys that were deleted under this one (specification 2.5).</summary>
    public const string ReservedKey = "deleted";

    private static readonly Refusal Reserved = new(
        Outcome.Invalid, $"The key '{ReservedKey}' is reserved in SHARED_SCOPE: devices are told the keys that were deleted under this name");

    public static Refusal? Check(AttributeScope scope, AttributeBatch batch) =>
        scope == AttributeScope.Shared && Array.Exists(batch.Values, v => v.Key == ReservedKey) ? Reserved : null;
}
