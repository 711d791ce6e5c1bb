using OrleansIot.Attributes;
using OrleansIot.Devices;

namespace OrleansIot.Provisioning;

/// <summary>A line of a bulk import.</summary>
/// <param name="Line">Number of the line, from 1.</param>
/// <param name="Type">Name of the profile; null: the default one. Profiles that are not there are made.</param>
/// <param name="CustomerTitle">Title of the owner; null: nobody.</param>
/// <param name="AdditionalInfo">Strict JSON of an object, or null.</param>
/// <param name="Attributes">Attributes that the device starts with.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.ImportedDevice")]
public sealed record ImportedDevice(
    [property: Id(0)] long Line,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Type,
    [property: Id(3)] string? Label,
    [property: Id(4)] string? CustomerTitle,
    [property: Id(5)] NewCredentials Credentials,
    [property: Id(6)] byte[]? AdditionalInfo,
    [property: Id(7)] ImportedAttribute[] Attributes);
