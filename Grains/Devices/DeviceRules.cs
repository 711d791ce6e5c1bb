using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Grains.Devices;

/// <summary>What the members of a device must keep to.</summary>
internal static class DeviceRules
{
    /// <summary>Most UTF-16 units of a name, a label and a credentials id.</summary>
    public const int MaxText = 255;

    public static Refusal? Check(DeviceFields fields)
    {
        if (string.IsNullOrWhiteSpace(fields.Name))
            return new(Outcome.Invalid, "Device name should be specified!");
        if (fields.Name.Length > MaxText)
            return new(Outcome.Invalid, $"Device name must be at most {MaxText} characters long");
        if (fields.Label is { Length: > MaxText })
            return new(Outcome.Invalid, $"Device label must be at most {MaxText} characters long");
        if (fields.Name.Contains('\0') || fields.Label?.Contains('\0') is true)
            return new(Outcome.Invalid, "Device name and label must not contain the NUL character");
        return null;
    }

    public static Refusal? Check(NewCredentials credentials)
    {
        if (credentials.CredentialsId is { Length: > MaxText })
            return new(Outcome.Invalid, $"Device credentials id must be at most {MaxText} characters long");
        if (credentials.CredentialsId?.Contains('\0') is true || credentials.CredentialsValue?.Contains('\0') is true)
            return new(Outcome.Invalid, "Device credentials must not contain the NUL character");
        if (credentials.Type != CredentialsType.AccessToken && string.IsNullOrEmpty(credentials.CredentialsId))
            return new(Outcome.Invalid, "Device credentials id should be specified!");
        return null;
    }
}
