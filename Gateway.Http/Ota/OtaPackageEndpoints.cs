using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary><c>/api/otaPackage…</c>: what packages are, and lists of them.</summary>
internal static class OtaPackageEndpoints
{
    public static void MapOtaPackages(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("").WithTags("Firmware and software").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/otaPackage", Save).WithSummary("Create a package, or change the additional info of the one with that id").Produces<OtaPackageDocument>();
        foreach (var path in new[] { "/otaPackage/{otaPackageId}", "/otaPackage/info/{otaPackageId}" })
            admin.MapGet(path, Get).WithSummary("Read what a package is").Produces<OtaPackageDocument>();
        admin.MapDelete("/otaPackage/{otaPackageId}", Delete).WithSummary("Delete a package that is assigned to nobody");
        admin.MapGet("/otaPackages", List).WithSummary("List the packages").Produces<PageDocument<OtaPackageDocument>>();
        admin.MapGet("/otaPackages/{deviceProfileId}/{type}", ListAssignable).WithSummary("List the packages of a profile and a type that can be assigned")
            .Produces<PageDocument<OtaPackageDocument>>();
        admin.MapOtaData();
    }

    private static async Task<IResult> Save(CurrentUser user, JsonBody<OtaPackageDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var id = members.Id("id", body.Value.Id);
        var fields = body.Value.ToFields(members);
        if (members.Problem is { } problem)
            return problem;
        var saved = id is { } known
            ? await grains.RunAsync(g => Registry(g).Update(user, known, fields))
            : await grains.CreateAsync((g, made) => Registry(g).Create(user, made, fields));
        return Reply.From(saved, OtaPackageDocument.From);
    }

    private static async Task<IResult> Get(CurrentUser user, PathId otaPackageId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, otaPackageId)), OtaPackageDocument.From);

    private static async Task<IResult> Delete(CurrentUser user, PathId otaPackageId, GrainCalls grains) =>
        Reply.Done(await grains.DeleteAsync(g => Registry(g).Delete(user, otaPackageId)));

    private static Task<IResult> List(CurrentUser user, PageArguments page, GrainCalls grains) => ListAsync(user, new(page.Query), grains);

    private static async Task<IResult> ListAssignable(CurrentUser user, PathId deviceProfileId, string type, PageArguments page, GrainCalls grains) =>
        OtaTypes.Parse(type) is { } known
            ? await ListAsync(user, new(page.Query, deviceProfileId, known, AssignableOnly: true), grains)
            : Problem.Bad("The type in the path must be FIRMWARE or SOFTWARE");

    private static async Task<IResult> ListAsync(CurrentUser user, OtaPackageQuery query, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).List(user, query)), packages => PageDocument<OtaPackageDocument>.From(packages, OtaPackageDocument.From));

    private static IOtaPackageRegistry Registry(IGrainFactory grains) => grains.GetGrain<IOtaPackageRegistry>(0);
}
