using OrleansIot.Accounts;
using OrleansIot.Claiming;
using OrleansIot.Devices;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Claiming;

/// <summary>The users' side of claiming (specification 5.2, 5.3).</summary>
internal static class ClaimEndpoints
{
    private static readonly Problem NoDevice = new(StatusCodes.Status404NotFound, "Device wasn't found!", ApiErrorCode.NotFound);

    public static void MapClaims(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("/customer/device/{deviceName}/claim").WithTags("Claiming").RequireAuthorization(UserAuthentication.User);
        user.MapPost("", Claim).WithSummary("Become the owner of a device that offers itself; for users of customers").Produces<ClaimedDocument>();
        user.MapDelete("", Reclaim).WithSummary("Take a device from its owner; for the owner's users and for administrators");
    }

    private static async Task<IResult> Claim(CurrentUser user, DeviceName deviceName, ClaimBody body, ClaimGuard guard, TimeProvider time, GrainCalls grains)
    {
        if (user.Caller.Authority != Authority.CustomerUser)
            return Outcomes.Refuse(Outcome.Forbidden, null);
        if (guard.Wait(user.Caller.UserId) is > 0 and var wait)
            return TooMany(wait);
        if (await grains.RunAsync(g => g.GetGrain<IDeviceRegistry>(0).FindId(deviceName.Value)) is not { } id)
            return NoDevice;
        var request = new ClaimRequest(Guid.NewGuid(), body.SecretHash, time.GetUtcNow().ToUnixTimeMilliseconds());
        var answer = await grains.DeviceAsync(id, d => d.Claim(user, request));
        if (answer.End == ClaimEnd.Failure)
            guard.Failed(user.Caller.UserId);
        return answer.End switch
        {
            ClaimEnd.Success => Reply.Json(new ClaimedDocument(DeviceDocument.From(answer.Device!), "SUCCESS")),
            ClaimEnd.Failure => new ClaimRefused("FAILURE"),
            ClaimEnd.Claimed => new ClaimRefused("CLAIMED"),
            ClaimEnd.Throttled => TooMany(answer.RetryAfterSeconds),
            ClaimEnd.Forbidden => Outcomes.Refuse(Outcome.Forbidden, null),
            ClaimEnd.NotFound => NoDevice,
            _ => Outcomes.Refuse(Outcome.Busy, null),
        };
    }

    private static async Task<IResult> Reclaim(CurrentUser user, DeviceName deviceName, GrainCalls grains)
    {
        if (await grains.RunAsync(g => g.GetGrain<IDeviceRegistry>(0).FindId(deviceName.Value)) is not { } id)
            return NoDevice;
        var outcome = await grains.DeviceAsync(id, d => d.Reclaim(user));
        return outcome == Outcome.Done ? Reply.Empty : Outcomes.Refuse(outcome, null);
    }

    private static TooManyRequests TooMany(int seconds) => new(seconds, "Too many wrong secrets, try again later");

    /// <summary>400 with the reason as a JSON string, as clients expect it.</summary>
    private sealed class ClaimRefused(string reason) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var text = $"\"{reason}\"";
            httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = text.Length;
            return httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
        }
    }
}
