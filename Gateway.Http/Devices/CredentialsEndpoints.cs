using OrleansIot.Devices;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Devices;

/// <summary>What a device proves itself with, and how to try it.</summary>
internal static class CredentialsEndpoints
{
    public static void MapCredentials(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("").WithTags("Devices").RequireAuthorization(UserAuthentication.User);
        user.MapGet("/device/{deviceId}/credentials", Get).WithSummary("Read a device's credentials").Produces<CredentialsDocument>();
        user.MapGet("/device-connectivity/{deviceId}", GetConnectivity).WithSummary("Commands to try a device with").Produces<ConnectivityDocument>();
        api.MapGroup("").WithTags("Devices").RequireAuthorization(UserAuthentication.Administrator)
            .MapPost("/device/credentials", Save).WithSummary("Replace a device's credentials: the old ones open nothing any more").Produces<CredentialsDocument>();
    }

    private static async Task<IResult> Get(CurrentUser user, PathId deviceId, GrainCalls grains)
    {
        var device = await grains.DeviceAsync(deviceId, d => d.Get(user));
        return device.Outcome == Outcome.Done
            ? Reply.From(await grains.DeviceAsync(deviceId, d => d.GetCredentials(user)), credentials => CredentialsDocument.From(device.Value!, credentials))
            : Outcomes.Refuse(device.Outcome, device.Reason);
    }

    private static async Task<IResult> Save(CurrentUser user, JsonBody<CredentialsDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        if (members.Id("deviceId", body.Value.DeviceId) is not { } id)
            return members.Problem ?? Problem.Bad("'deviceId' should be specified!");
        if (string.IsNullOrEmpty(body.Value.CredentialsType))
            return Problem.Bad("Device credentials type should be specified");
        var credentials = CredentialsForm.Read(body.Value, members);
        if (members.Problem is { } problem)
            return problem;
        if (string.IsNullOrEmpty(credentials!.CredentialsId))
            return Problem.Bad("Device credentials id should be specified!");

        var device = await grains.DeviceAsync(id, d => d.Get(user));
        if (device.Outcome != Outcome.Done)
            return Outcomes.Refuse(device.Outcome, device.Reason);
        var current = await grains.DeviceAsync(id, d => d.GetCredentials(user));
        if (body.Value.Version is { } expected && current.Value is { } now && expected != now.Version)
            return Outcomes.Moved;
        return Reply.From(await grains.DeviceAsync(id, d => d.UpdateCredentials(user, credentials)), changed => CredentialsDocument.From(device.Value!, changed));
    }

    private static async Task<IResult> GetConnectivity(CurrentUser user, PathId deviceId, HttpRequest request, GrainCalls grains)
    {
        var answer = await grains.DeviceAsync(deviceId, d => d.GetCredentials(user));
        if (answer.Outcome != Outcome.Done)
            return Outcomes.Refuse(answer.Outcome, answer.Reason);
        var commands = new Dictionary<string, string>();
        if (answer.Value is { Type: CredentialsType.AccessToken, CredentialsId: var token })
        {
            commands[request.Scheme] = $"curl -v -X POST {request.Scheme}://{request.Host.ToUriComponent()}/api/v1/{Uri.EscapeDataString(token)}/telemetry"
                + """ --header Content-Type:application/json --data "{temperature:25}" """.TrimEnd();
        }
        return Reply.Json(new ConnectivityDocument(commands));
    }
}
