using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Grains.Values;

/// <summary>Refusals that several grains give.</summary>
internal static class Refusals
{
    public static readonly Refusal Forbidden = new(Outcome.Forbidden, "You don't have permission to perform this operation!");
    public static readonly Refusal Missing = new(Outcome.NotFound, "Requested item wasn't found!");
    public static readonly Refusal Moved = new(Outcome.Conflict, "The entity was changed by somebody else meanwhile");
    public static readonly Refusal Overloaded = new(Outcome.Busy, "The server is overloaded, try again later");

    public static Refusal? UnlessAdministrator(Caller caller) => caller.Authority == Authority.TenantAdmin ? null : Forbidden;
}
