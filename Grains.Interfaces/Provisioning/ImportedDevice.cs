using OrleansIot.Devices;

namespace OrleansIot.Provisioning;

/// <summary>A line of a bulk import.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Type">Name of the profile; null: the default one. Profiles that are not there are made.</param>
/// <param name="CustomerTitle">Title of the owner; null: nobody.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null.</param>
/// <param name="Attributes">Shared and server attributes that the device starts with.</param>
/// <param name="Fault">What is wrong with the line; null: it can be read.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ImportedDevice")]
public sealed record ImportedDevice(
    [property: Id(0)] long Line,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Type,
    [property: Id(3)] string? Label,
    [property: Id(4)] string? CustomerTitle,
    [property: Id(5)] NewCredentials Credentials,
    [property: Id(6)] byte[]? AdditionalInfo,
    [property: Id(7)] ImportedAttribute[] Attributes,
    [property: Id(8)] string? Fault = null)
{
    /// <summary>A line that cannot be read.</summary>
    public static ImportedDevice Unreadable(long line, string fault) => new(line, "", null, null, null, new(CredentialsType.AccessToken, null, null), null, [], fault);

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"line {Line}";
}
