using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Ota;

/// <summary><c>/api/otaRollOut…</c>: a package goes from a few devices of a profile to all. Ours; ThingsBoard has no such thing.</summary>
internal static class RollOutEndpoints
{
    private static readonly QueryParameter Profile = new("deviceProfileId", "string", "Id of the profile");
    private static readonly QueryParameter State = new("state", "string", "QUEUED, INITIATED, DOWNLOADING, DOWNLOADED, VERIFIED, UPDATING, UPDATED or FAILED");

    private static readonly Problem Over = Problem.Bad("The roll-out is over");

    public static void MapRollOuts(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("").WithTags("Firmware and software").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/otaRollOut", Create).WithSummary("Begin a staged roll-out of a package to the devices of its profile").Produces<RollOutDocument>();
        admin.MapGet("/otaRollOuts", List).WithSummary("List the roll-outs").Produces<PageDocument<RollOutDocument>>().WithMetadata(Profile);
        var one = admin.MapGroup("/otaRollOut/{rollOutId}");
        one.MapGet("", Get).WithSummary("How far a roll-out is").Produces<RollOutDocument>();
        one.MapGet("/devices", ListDevices).WithSummary("List the devices that a roll-out has reached").Produces<PageDocument<RollOutDeviceDocument>>().WithMetadata(State);
        one.MapPost("/advance", Advance).WithSummary("Open the next stage; after the last one the package becomes the profile's").Produces<RollOutDocument>();
        one.MapPost("/pause", Pause).WithSummary("Reach no more devices").Produces<RollOutDocument>();
        one.MapPost("/resume", Resume).WithSummary("Go on, in spite of the failures that there are").Produces<RollOutDocument>();
        one.MapPost("/rollBack", RollBack).WithSummary("Give the devices that were reached their profile's package again").Produces<RollOutDocument>();
        admin.MapGet("/deviceProfile/{deviceProfileId}/packages", GetFanOuts).WithSummary("How far the packages of a profile have come to its devices").Produces<FanOutDocument[]>();
    }

    private static async Task<IResult> Create(CurrentUser user, JsonBody<RollOutRequest> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var package = members.Id("packageId", body.Value.PackageId);
        var profile = members.Id("deviceProfileId", body.Value.DeviceProfileId);
        var plan = body.Value.ToPlan(members);
        if (package is null)
            members.Refuse("'packageId' should be specified!");
        if (members.Problem is { } problem)
            return problem;
        var found = await grains.RunAsync(g => g.GetGrain<IOtaPackageRegistry>(0).Get(user, package!.Value));
        if (found.Value is not { } info)
            return Outcomes.Refuse(found.Outcome, found.Reason);
        return Reply.From(
            await grains.CreateAsync((g, id) => g.GetGrain<IRollOutRegistry>(0).Create(user, id, profile ?? info.Fields.ProfileId, info.Fields.Type, info.Id, plan)),
            RollOutDocument.From);
    }

    private static async Task<IResult> List(CurrentUser user, PageArguments page, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var profile = query.Id("deviceProfileId");
        return query.Problem is { } problem
            ? problem
            : Reply.From(await grains.RunAsync(g => g.GetGrain<IRollOutRegistry>(0).List(user, page.Query, profile)), found => PageDocument<RollOutDocument>.From(found, RollOutDocument.From));
    }

    private static async Task<IResult> ListDevices(CurrentUser user, PathId rollOutId, PageArguments page, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var names = Enum.GetValues<OtaState>().Where(s => s != OtaState.None).Select(OtaStateNames.Of).ToArray();
        var state = query.OneOf("state", -1, names);
        return query.Problem is { } problem
            ? problem
            : Reply.From(
                await grains.RunAsync(g => g.GetGrain<IRollOutRegistry>(0).ListDevices(user, rollOutId, state < 0 ? null : (OtaState)(state + 1), page.Query)),
                found => PageDocument<RollOutDeviceDocument>.From(found, RollOutDeviceDocument.From));
    }

    private static Task<IResult> Get(CurrentUser user, PathId rollOutId, GrainCalls grains) => ReplyAsync(grains, rollOutId, rollOut => rollOut.Get(user));

    private static async Task<IResult> Advance(CurrentUser user, PathId rollOutId, GrainCalls grains)
    {
        // From the stage that is open now: a call that comes again does not open two.
        var found = await grains.RunAsync(g => g.GetGrain<IRollOut>(rollOutId).Get(user));
        if (found.Value is not { Info: var info })
            return Outcomes.Refuse(found.Outcome, found.Reason);
        return info.EndedTime is null ? await ReplyAsync(grains, rollOutId, rollOut => rollOut.Advance(user, info.Stage)) : Over;
    }

    private static Task<IResult> Pause(CurrentUser user, PathId rollOutId, GrainCalls grains) => ReplyAsync(grains, rollOutId, rollOut => rollOut.Pause(user));

    private static Task<IResult> Resume(CurrentUser user, PathId rollOutId, GrainCalls grains) => ReplyAsync(grains, rollOutId, rollOut => rollOut.Resume(user));

    private static Task<IResult> RollBack(CurrentUser user, PathId rollOutId, GrainCalls grains) => ReplyAsync(grains, rollOutId, rollOut => rollOut.RollBack(user));

    private static async Task<IResult> GetFanOuts(CurrentUser user, PathId deviceProfileId, GrainCalls grains) => Reply.From(
        await grains.RunAsync(g => g.GetGrain<IOtaFanOut>(deviceProfileId).GetProgress(user)), progress => progress.Select(FanOutDocument.From).ToArray());

    private static async Task<IResult> ReplyAsync(GrainCalls grains, Guid id, Func<IRollOut, Task<Answer<RollOutReport>>> call) =>
        Reply.From(await grains.RunAsync(g => call(g.GetGrain<IRollOut>(id))), RollOutDocument.From);
}
