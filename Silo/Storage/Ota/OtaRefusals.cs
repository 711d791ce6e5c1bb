using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What a database refuses about packages, in words for the caller.</summary>
internal static class OtaRefusals
{
    public static readonly Refusal Missing = new(Outcome.NotFound, "Requested item wasn't found!");
    public static readonly Refusal NameTaken = new(Outcome.Conflict, "Package with such title and version already exists!");
    public static readonly Refusal NoProfile = new(Outcome.Invalid, "Device profile not found");
    public static readonly Refusal InUse = new(Outcome.Invalid, "The package is assigned to a device or a profile, or is being rolled out, and cannot be deleted!");
    public static readonly Refusal HasUrl = new(Outcome.Invalid, "The package has a URL, so it takes no data");
    public static readonly Refusal HasData = new(Outcome.Invalid, "The package has its data already, and it cannot be changed");
    public static readonly Refusal Incomplete = new(Outcome.Invalid, "The upload is not complete");
    public static readonly Refusal NoPackage = new(Outcome.Invalid, "The package to be assigned does not exist");
    public static readonly Refusal OtherProfile = new(Outcome.Invalid, "The package belongs to another device profile");
    public static readonly Refusal OtherType = new(Outcome.Invalid, "The package is of another type: firmware is assigned as firmware, software as software");
    public static readonly Refusal NoData = new(Outcome.Invalid, "The package has neither data nor a URL yet");
    public static readonly Refusal IsGiven = new(Outcome.Invalid, "The package is the profile's already");
    public static readonly Refusal RollOutOpen = new(Outcome.Conflict, "A roll-out of the profile is under way: finish it or roll it back first");
}
