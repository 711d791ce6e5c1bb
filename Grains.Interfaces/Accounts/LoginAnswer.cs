namespace OrleansIot.Accounts;

/// <param name="Tokens">Set exactly when granted.</param>
/// <param name="RetryAfterSeconds">When throttled: seconds to wait, at least 1.</param>
[GenerateSerializer, Immutable, Alias("OrleansIot.LoginAnswer")]
public sealed record LoginAnswer([property: Id(0)] LoginEnd End, [property: Id(1)] TokenPair? Tokens = null, [property: Id(2)] int RetryAfterSeconds = 0)
{
    public static readonly LoginAnswer Refused = new(LoginEnd.Refused);
    public static readonly LoginAnswer Disabled = new(LoginEnd.Disabled);
    public static readonly LoginAnswer Busy = new(LoginEnd.Busy);
}
