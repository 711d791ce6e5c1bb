using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Accounts;

/// <summary>What users and passwords must keep to, and who may touch whom.</summary>
internal static class UserRules
{
    public const int MinPassword = 6;

    /// <summary>Longer ones are wrong without being looked at.</summary>
    public const int MaxPassword = 255;

    public static Refusal? Check(UserFields fields) =>
        TextRules.Required("User email", fields.Email)
        ?? (IsEmail(fields.Email) ? null : new Refusal(Outcome.Invalid, $"Invalid email address format '{fields.Email}'!"))
        ?? TextRules.Optional("User first name", fields.FirstName)
        ?? TextRules.Optional("User last name", fields.LastName)
        ?? TextRules.Optional("User phone", fields.Phone)
        ?? TextRules.Info(fields.AdditionalInfo)
        ?? CheckRole(fields);

    public static Refusal? CheckPassword(string password) => password.Length switch
    {
        < MinPassword => new(Outcome.Invalid, $"Password must be at least {MinPassword} characters long"),
        > MaxPassword => new(Outcome.Invalid, $"Password must be at most {MaxPassword} characters long"),
        _ => null,
    };

    public static bool MayRead(Caller caller, UserRecord user) => caller.UserId == user.Id || caller.MaySee(user.Fields.CustomerId);

    public static bool MayWrite(Caller caller, UserRecord user) => caller.UserId == user.Id || caller.Authority == Authority.TenantAdmin;

    private static Refusal? CheckRole(UserFields fields) => (fields.Authority, fields.CustomerId) switch
    {
        (Authority.TenantAdmin, null) or (Authority.CustomerUser, not null) => null,
        (Authority.TenantAdmin, _) => new(Outcome.Invalid, "A tenant administrator can't be assigned to a customer!"),
        (Authority.CustomerUser, _) => new(Outcome.Invalid, "A customer user should be assigned to a customer!"),
        _ => new(Outcome.Invalid, "User authority should be specified!"),
    };

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@');
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',');
    }
}
