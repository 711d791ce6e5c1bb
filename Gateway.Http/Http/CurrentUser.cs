using OrleansIot.Accounts;

namespace OrleansIot.Gateway.Http;

/// <summary>Who makes the request, and the session of the token; set by the authentication of an endpoint that asks for a user.</summary>
internal sealed record CurrentUser(Caller Caller, Guid Session)
{
    public static implicit operator Caller(CurrentUser user) => user.Caller;

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) =>
        new(context.Features.Get<CurrentUser>() ?? throw new InvalidOperationException("The endpoint does not ask for a user"));
}
