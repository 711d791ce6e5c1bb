using System.Security.Cryptography;
using OrleansIot.Devices;
using OrleansIot.Grains.Devices;

namespace OrleansIot.Silo.Storage;

/// <summary>What the creation of a device means, whatever the database.</summary>
internal static class DeviceCreation
{
    private const int TokenLength = 20;
    private const string TokenLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>With an id of their own; null: only access tokens are made up.</summary>
    public static NewCredentials? Complete(NewCredentials credentials)
    {
        if (!string.IsNullOrEmpty(credentials.CredentialsId))
            return credentials;
        return credentials.Type == CredentialsType.AccessToken
            ? credentials with { CredentialsId = RandomNumberGenerator.GetString(TokenLetters, TokenLength) }
            : null;
    }

    /// <summary>Whether the device that has the id already is what the same request made before.</summary>
    public static bool IsRepetition(DeviceRecord record, DeviceFields fields, NewCredentials credentials) =>
        record.Info.Fields.Name == fields.Name
        && record.Credentials.Type == credentials.Type
        && (string.IsNullOrEmpty(credentials.CredentialsId) || record.Credentials.CredentialsId == credentials.CredentialsId);
}
