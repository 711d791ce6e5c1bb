using Microsoft.Extensions.Options;
using OrleansIot.DeviceProfiles;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.DeviceProfiles;

/// <summary><c>/api/deviceProfile…</c>.</summary>
internal static class DeviceProfileEndpoints
{
    public static void MapDeviceProfiles(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("").WithTags("Device profiles").RequireAuthorization(UserAuthentication.User);
        user.MapGet("/deviceProfileInfo/default", GetDefaultInfo).WithSummary("The profile of devices that name none").Produces<DeviceProfileInfoDocument>();
        user.MapGet("/deviceProfileInfo/{deviceProfileId}", GetInfo).WithSummary("Name and picture of a profile").Produces<DeviceProfileInfoDocument>();
        user.MapGet("/deviceProfileInfos", ListInfos).WithSummary("List names and pictures of the profiles").Produces<PageDocument<DeviceProfileInfoDocument>>();
        user.MapGet("/deviceProfile/names", ListNames).WithSummary("List ids and names of the profiles").Produces<EntityNameDocument[]>();

        var admin = api.MapGroup("").WithTags("Device profiles").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/deviceProfile", Save).WithSummary("Create a profile, or change the one with that id").Produces<DeviceProfileDocument>();
        admin.MapGet("/deviceProfile/{deviceProfileId}", Get).WithSummary("Read a profile").Produces<DeviceProfileDocument>();
        admin.MapDelete("/deviceProfile/{deviceProfileId}", Delete).WithSummary("Delete a profile that no device uses");
        admin.MapPost("/deviceProfile/{deviceProfileId}/default", SetDefault).WithSummary("Make it the profile of devices that name none").Produces<DeviceProfileDocument>();
        admin.MapGet("/deviceProfiles", List).WithSummary("List the profiles").Produces<PageDocument<DeviceProfileDocument>>();
    }

    private static async Task<IResult> Save(CurrentUser user, JsonBody<DeviceProfileDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var id = members.Id("id", body.Value.Id);
        var fields = body.Value.ToFields(members);
        if (members.Problem is { } problem)
            return problem;
        if (id is not { } existing)
            return Reply.From(await grains.CreateAsync((g, made) => Registry(g).Create(user, made, fields)), DeviceProfileDocument.From);
        var answer = await grains.RunAsync(g => Registry(g).Update(user, existing, fields, body.Value.Version));
        return await Versions.AnswerAsync(
            grains, answer, body.Value.Version, () => grains.RunAsync(g => Registry(g).Get(user, existing)), now => now with { Fields = fields }, DeviceProfileDocument.From);
    }

    private static async Task<IResult> Get(CurrentUser user, PathId deviceProfileId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, deviceProfileId)), DeviceProfileDocument.From);

    private static async Task<IResult> GetInfo(CurrentUser user, PathId deviceProfileId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, deviceProfileId)), DeviceProfileInfoDocument.From);

    private static async Task<IResult> GetDefaultInfo(CurrentUser user, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).GetDefault(user)), DeviceProfileInfoDocument.From);

    private static async Task<IResult> Delete(CurrentUser user, PathId deviceProfileId, GrainCalls grains) =>
        Reply.Done(await grains.DeleteAsync(g => Registry(g).Delete(user, deviceProfileId)));

    private static async Task<IResult> SetDefault(CurrentUser user, PathId deviceProfileId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).SetDefault(user, deviceProfileId)), DeviceProfileDocument.From);

    private static async Task<IResult> List(CurrentUser user, PageArguments page, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).List(user, page.Query)), profiles => PageDocument<DeviceProfileDocument>.From(profiles, DeviceProfileDocument.From));

    private static async Task<IResult> ListInfos(CurrentUser user, PageArguments page, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).List(user, page.Query)), profiles => PageDocument<DeviceProfileInfoDocument>.From(profiles, DeviceProfileInfoDocument.From));

    private static async Task<IResult> ListNames(CurrentUser user, IOptions<ManagementLimits> limits, GrainCalls grains) =>
        Reply.From(
            await grains.RunAsync(g => Registry(g).List(user, new(limits.Value.MaxPageSize, 0, SortProperty: "name"))),
            profiles => profiles.Data.Select(p => new EntityNameDocument(EntityIdDocument.DeviceProfile(p.Id), p.Fields.Name)).ToArray());

    private static IDeviceProfileRegistry Registry(IGrainFactory grains) => grains.GetGrain<IDeviceProfileRegistry>(0);
}
