using OrleansIot.Accounts;

namespace OrleansIot.Grains.Accounts;

/// <summary>The row of a user.</summary>
/// <param name="FieldsVersion">Grows with every change of the fields.</param>
public sealed record UserRecord(Guid Id, long CreatedTime, UserFields Fields, long FieldsVersion, UserSecrets Secrets)
{
    public UserInfo Info => new(Id, CreatedTime, Fields, Secrets.Enabled, Secrets.PasswordHash is not null, FieldsVersion);
}
