using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OrleansIot.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Accounts;

/// <summary>Where the token of a user is looked for, who it lets in, and how it looks when it does not.</summary>
internal sealed class UserTokenEvents(IGrainFactory grains, CallPolicy calls) : JwtBearerEvents
{
    private const string Prefix = "Bearer ";
    private const string Outdated = "Token is outdated";

    /// <summary>Paths that ask for no user do not look at the headers at all.</summary>
    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null || Find(context.Request) is not { } token)
            context.NoResult();
        else
            context.Token = token;
        return Task.CompletedTask;
    }

    /// <summary>The signature is right; whether the user still is, only its grain knows.</summary>
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        if (context.SecurityToken is not JsonWebToken token
            || !token.TryGetPayloadValue(TokenClaims.UserId, out string? user) || !Guid.TryParse(user, out var userId)
            || !token.TryGetPayloadValue(TokenClaims.Session, out string? sid) || !Guid.TryParse(sid, out var session)
            || !token.TryGetPayloadValue(TokenClaims.Epoch, out long epoch)
            || await calls.RunAsync(() => grains.GetGrain<IUserGrain>(userId).Admit(epoch, session).AsTask(), context.HttpContext.RequestAborted) is not { } caller)
        {
            context.Fail(Outdated);
            return;
        }
        context.HttpContext.Features.Set(new CurrentUser(caller, session));
        context.Principal = new(new ClaimsIdentity([new(ClaimTypes.Role, caller.Authority.ToString())], context.Scheme.Name));
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var (message, code) = context.AuthenticateFailure switch
        {
            SecurityTokenInvalidLifetimeException => ("Token has expired", ApiErrorCode.JwtExpired),
            { Message: Outdated } => (Outdated, ApiErrorCode.JwtExpired),
            _ => ("Authentication failed", ApiErrorCode.Authentication),
        };
        return ErrorObject.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, message, code);
    }

    public override Task Forbidden(ForbiddenContext context) =>
        ErrorObject.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden, Outcomes.NoPermission, ApiErrorCode.PermissionDenied);

    private static string? Find(HttpRequest request)
    {
        var header = request.Headers["X-Authorization"].ToString();
        if (header.Length == 0)
            header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header[Prefix.Length..].Trim() is { Length: > 0 } token ? token : null;
    }
}
