using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What a refused statement of the registry means, in words for its caller.</summary>
internal static class DeviceRefusals
{
    public static readonly Refusal NotFound = new(Outcome.NotFound, "Device not found");
    public static readonly Refusal Changed = new(Outcome.Conflict, "Device was changed by another request, read it again!");
    public static readonly Refusal CredentialsChanged = new(Outcome.Conflict, "Device credentials were changed by another request, read them again!");
    public static readonly Refusal NoCredentialsId = new(Outcome.Invalid, "Device credentials id should be specified!");
    public static readonly Refusal NameTaken = new(Outcome.Conflict, "Device with such name already exists!");
    public static readonly Refusal CredentialsTaken = new(Outcome.Conflict, "Device credentials are already assigned to another device!");
    public static readonly Refusal IdTaken = new(Outcome.Conflict, "Device with such id already exists!");
    public static readonly Refusal NoProfile = new(Outcome.Invalid, "Device profile not found");
    public static readonly Refusal NoCustomer = new(Outcome.Invalid, "Customer not found");

    public static Refusal UnknownSort(string property) => new(Outcome.Invalid, $"Unknown sort property '{property}'");
}
