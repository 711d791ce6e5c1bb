using System.Globalization;
using OrleansIot.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Accounts;

/// <summary><c>/api/auth/…</c> and <c>/api/noauth/…</c>.</summary>
internal static class AuthEndpoints
{
    private static readonly Problem WrongLogin = new(StatusCodes.Status401Unauthorized, "Invalid username or password", ApiErrorCode.Authentication);
    private static readonly Problem NoLogin = new(StatusCodes.Status401Unauthorized, "Username or password not provided", ApiErrorCode.Authentication);
    private static readonly Problem WrongRefresh = new(StatusCodes.Status401Unauthorized, "Refresh token is invalid or has expired", ApiErrorCode.Authentication);
    private static readonly Problem Disabled = new(StatusCodes.Status401Unauthorized, "User account is not active", ApiErrorCode.Authentication);

    public static void MapAuth(this RouteGroupBuilder api)
    {
        var open = api.MapGroup("").WithTags("Login");
        open.MapPost("/auth/login", LogIn).WithSummary("Log in").Produces<TokenPairDocument>();
        open.MapPost("/auth/token", Refresh).WithSummary("Change a refresh token into a new pair").Produces<TokenPairDocument>();
        open.MapGet("/noauth/activate", ShowActivation).WithSummary("Where an activation link leads");
        open.MapPost("/noauth/activate", Activate).WithSummary("Choose the first password, and log in").Produces<TokenPairDocument>();

        var user = api.MapGroup("/auth").WithTags("Login").RequireAuthorization(UserAuthentication.User);
        user.MapGet("/user", WhoAmI).WithSummary("The user of the token").Produces<UserDocument>();
        user.MapPost("/logout", LogOut).WithSummary("End the session: its tokens open nothing any more");
        user.MapPost("/changePassword", ChangePassword).WithSummary("Change the own password: all older tokens end").Produces<TokenPairDocument>();
    }

    private static async Task<IResult> LogIn([AnyContentType] JsonBody<LoginRequest> body, HttpContext context, GrainCalls grains)
    {
        if (body.Value is not { Username: { Length: > 0 } username, Password: { } password })
            return NoLogin;
        return Answer(context, await grains.OnceAsync(g => g.GetGrain<IUserRegistry>(0).LogIn(username, password)), WrongLogin);
    }

    private static async Task<IResult> Refresh([AnyContentType] JsonBody<RefreshRequest> body, HttpContext context, GrainCalls grains)
    {
        if (body.Value.RefreshToken is not { Length: > 0 } token)
            return Problem.Bad("Refresh token is not provided");
        return Answer(context, await grains.RunAsync(g => g.GetGrain<IUserRegistry>(0).Refresh(token)), WrongRefresh);
    }

    private static IResult ShowActivation() =>
        Reply.Text("""To activate the account, POST {"activateToken":"…","password":"…"} as application/json to this address; the token is in the link.""");

    private static async Task<IResult> Activate(JsonBody<ActivateRequest> body, GrainCalls grains)
    {
        if (body.Value is not { ActivateToken: { Length: > 0 } token, Password: { } password })
            return Problem.Bad("activateToken and password should be specified!");
        return Reply.From(await grains.OnceAsync(g => g.GetGrain<IUserRegistry>(0).Activate(token, password)), TokenPairDocument.From);
    }

    private static async Task<IResult> WhoAmI(CurrentUser user, GrainCalls grains) =>
        Reply.From(await grains.UserAsync(user.Caller.UserId, u => u.Get(user)), UserDocument.From);

    private static async Task<IResult> LogOut(CurrentUser user, GrainCalls grains)
    {
        await grains.UserAsync(user.Caller.UserId, async u =>
        {
            await u.LogOut(user.Session);
            return true;
        });
        return Reply.Empty;
    }

    private static async Task<IResult> ChangePassword(CurrentUser user, JsonBody<ChangePasswordRequest> body, GrainCalls grains)
    {
        if (body.Value is not { CurrentPassword: { } current, NewPassword: { } next })
            return Problem.Bad("currentPassword and newPassword should be specified!");
        return Reply.From(await grains.OnceAsync(g => g.GetGrain<IUserGrain>(user.Caller.UserId).ChangePassword(user, current, next)), TokenPairDocument.From);
    }

    private static IResult Answer(HttpContext context, LoginAnswer answer, Problem refused)
    {
        switch (answer.End)
        {
            case LoginEnd.Granted:
                return Reply.Json(TokenPairDocument.From(answer.Tokens!));
            case LoginEnd.Throttled:
                context.Response.Headers.RetryAfter = answer.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                return new Problem(StatusCodes.Status429TooManyRequests, "Too many failed logins of this account, try again later", ApiErrorCode.TooManyRequests);
            case LoginEnd.Disabled:
                return Disabled;
            case LoginEnd.Busy:
                return Outcomes.Refuse(OrleansIot.Values.Outcome.Busy, null);
            default:
                return refused;
        }
    }
}
