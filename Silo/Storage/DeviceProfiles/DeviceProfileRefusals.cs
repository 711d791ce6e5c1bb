using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What a refused statement about device profiles means, in words for its caller.</summary>
internal static class DeviceProfileRefusals
{
    public static readonly Refusal Missing = new(Outcome.NotFound, "Requested item wasn't found!");
    public static readonly Refusal Moved = new(Outcome.Conflict, "The device profile was changed by somebody else meanwhile");
    public static readonly Refusal IsDefault = new(Outcome.Invalid, "Deletion of Default Device Profile is prohibited!");
    public static readonly Refusal InUse = new(Outcome.Invalid, "The device profile referenced by the devices cannot be deleted! Nor can one that has packages");
    public static readonly Refusal NoRuleChain = new(Outcome.Invalid, "Device profile is referencing to non existing rule chain!");
    public static readonly Refusal NameTaken = new(Outcome.Conflict, "Device profile with such name already exists!");
    public static readonly Refusal KeyTaken = new(Outcome.Conflict, "Device profile with such provision device key already exists!");
}
