using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What a refused statement about users means, in words for its caller.</summary>
internal static class UserRefusals
{
    public static readonly Refusal Missing = new(Outcome.NotFound, "Requested item wasn't found!");
    public static readonly Refusal Moved = new(Outcome.Conflict, "The user was changed by somebody else meanwhile");
    public static readonly Refusal LastAdministrator = new(Outcome.Invalid, "No administrator could log in any more");
    public static readonly Refusal NoCustomer = new(Outcome.Invalid, "Can't assign user to non-existent customer!");

    public static Refusal Taken(UserFields fields) => new(Outcome.Conflict, $"User with email '{fields.Email}' already present in database!");
}
