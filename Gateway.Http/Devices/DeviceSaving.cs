using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Devices;

/// <summary><c>POST /api/device</c> and <c>POST /api/device-with-credentials</c>: one document creates a device or changes the one with its id.</summary>
internal static class DeviceSaving
{
    public static void MapDeviceSaving(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("").WithTags("Devices").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/device", Save).WithSummary("Create a device, or change the one with that id").Produces<DeviceDocument>()
            .WithMetadata(new QueryParameter("accessToken", "string", "Token of a new device; without it, one is generated"));
        admin.MapPost("/device-with-credentials", SaveWithCredentials).WithSummary("Create a device with credentials of any kind").Produces<DeviceDocument>();
    }

    private static Task<IResult> Save(CurrentUser user, JsonBody<DeviceDocument> body, HttpRequest request, GrainCalls grains)
    {
        var token = request.Query["accessToken"].ToString();
        return SaveAsync(user, body.Value, new(CredentialsType.AccessToken, token, null), new(), grains);
    }

    private static async Task<IResult> SaveWithCredentials(CurrentUser user, JsonBody<DeviceWithCredentialsDocument> body, GrainCalls grains)
    {
        if (body.Value.Device is not { } device)
            return Problem.Bad("'device' should be specified!");
        var members = new MemberReader();
        var credentials = CredentialsForm.Read(body.Value.Credentials ?? new(), members);
        if (members.Problem is { } problem)
            return problem;
        var saved = await SaveAsync(user, device, credentials!, members, grains);
        if (device.Id is null || saved is Problem)
            return saved;
        var changed = await grains.DeviceAsync(Guid.Parse(device.Id.Id!), d => d.UpdateCredentials(user, credentials!));
        return changed.Outcome == Outcome.Done ? saved : Outcomes.Refuse(changed.Outcome, changed.Reason);
    }

    private static async Task<IResult> SaveAsync(CurrentUser user, DeviceDocument document, NewCredentials credentials, MemberReader members, GrainCalls grains)
    {
        var id = members.Id("id", document.Id);
        var customer = members.Customer("customerId", document.CustomerId);
        var info = members.Object("additionalInfo", document.AdditionalInfo);
        if (string.IsNullOrWhiteSpace(document.Name))
            members.Refuse("Device name should be specified!");
        var profileId = members.Id("deviceProfileId", document.DeviceProfileId);
        if (members.Problem is { } problem)
            return problem;

        var profile = await grains.RunAsync(g => FindProfileAsync(user, profileId, document.Type, g.GetGrain<IDeviceProfileRegistry>(0)));
        if (profile.Outcome != Outcome.Done)
            return Outcomes.Refuse(profile.Outcome, profile.Reason);
        var fields = new DeviceFields(document.Name!, document.Label, profile.Value!.Id, customer, info);
        if (id is not { } existing)
            return Reply.From(await grains.CreateAsync((g, made) => g.GetGrain<IDeviceRegistry>(0).Create(user, made, fields, credentials)), DeviceDocument.From);
        var answer = await grains.DeviceAsync(existing, d => d.Update(user, fields, document.Version));
        return await Versions.AnswerAsync(
            grains, answer, document.Version, () => grains.DeviceAsync(existing, d => d.Get(user)), now => now with { Fields = fields }, DeviceDocument.From);
    }

    /// <summary>The profile named by its id, else by the type (made when it is unknown), else the default one.</summary>
    private static async Task<Answer<DeviceProfileInfo>> FindProfileAsync(CurrentUser user, Guid? id, string? type, IDeviceProfileRegistry profiles)
    {
        if (id is not { } known)
            return string.IsNullOrWhiteSpace(type) ? await profiles.GetDefault(user) : await profiles.GetOrCreate(user, type);
        var profile = await profiles.Get(user, known);
        return profile.Outcome == Outcome.NotFound ? new Refusal(Outcome.Invalid, "Device is referencing to non existing device profile!") : profile;
    }
}
