using OrleansIot.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Accounts;

/// <summary><c>/api/user…</c> and the lists of users.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("").WithTags("Users").RequireAuthorization(UserAuthentication.User);
        user.MapPost("/user", Save).WithSummary("Create a user, or change the one with that id").Produces<UserDocument>();
        user.MapGet("/user/{userId}", Get).WithSummary("Read a user").Produces<UserDocument>();
        user.MapGet("/users", List).WithSummary("List the users, a customer's user those of its customer").Produces<PageDocument<UserDocument>>();

        var admin = api.MapGroup("").WithTags("Users").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapDelete("/user/{userId}", Delete).WithSummary("Delete a user: its tokens open nothing any more");
        admin.MapGet("/user/{userId}/activationLink", GetActivationLink).WithSummary("Make an activation link; an older one ends").Produces<string>(contentType: "text/plain");
        admin.MapGet("/user/{userId}/activationLinkInfo", GetActivationLinkInfo).WithSummary("Make an activation link, and tell how long it lasts").Produces<ActivationLinkDocument>();
        admin.MapPost("/user/{userId}/userCredentialsEnabled", SetEnabled).WithSummary("Let a user in, or shut it out at once")
            .WithMetadata(new QueryParameter("userCredentialsEnabled", "boolean", "true (also when absent) or false"));
        admin.MapGet("/user/{userId}/token", GetToken).WithSummary("Log in as that user").Produces<TokenPairDocument>();
        admin.MapGet("/user/tokenAccessEnabled", () => Results.Text("true", "application/json")).WithSummary("Whether an administrator may log in as another user").Produces<bool>();
        admin.MapGet("/customer/{customerId}/users", ListOfCustomer).WithSummary("List the users of a customer").Produces<PageDocument<UserDocument>>();
        admin.MapGet("/tenant/{tenantId}/users", ListOfTenant).WithSummary("List the tenant's administrators").Produces<PageDocument<UserDocument>>();
    }

    /// <summary>No mails are sent: the parameter sendActivationMail changes nothing.</summary>
    private static async Task<IResult> Save(CurrentUser user, JsonBody<UserDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var id = members.Id("id", body.Value.Id);
        var fields = body.Value.ToFields(members);
        if (members.Problem is { } problem)
            return problem;
        if (id is not { } existing)
            return Reply.From(await grains.CreateAsync((g, made) => g.GetGrain<IUserRegistry>(0).Create(user, made, fields)), UserDocument.From);
        var answer = await grains.UserAsync(existing, u => u.Update(user, fields, body.Value.Version));
        return await Versions.AnswerAsync(
            grains, answer, body.Value.Version, () => grains.UserAsync(existing, u => u.Get(user)), now => now with { Fields = fields }, UserDocument.From);
    }

    private static async Task<IResult> Get(CurrentUser user, PathId userId, GrainCalls grains) =>
        Reply.From(await grains.UserAsync(userId, u => u.Get(user)), UserDocument.From);

    private static async Task<IResult> Delete(CurrentUser user, PathId userId, GrainCalls grains) =>
        Reply.Done(await grains.DeleteAsync(g => g.GetGrain<IUserGrain>(userId).Delete(user)));

    private static async Task<IResult> GetActivationLink(CurrentUser user, PathId userId, HttpRequest request, GrainCalls grains)
    {
        var answer = await grains.UserAsync(userId, u => u.CreateActivation(user));
        return answer.Outcome == Outcome.Done ? Reply.Text(Link(request, answer.Value!)) : Outcomes.Refuse(answer.Outcome, answer.Reason);
    }

    private static async Task<IResult> GetActivationLinkInfo(CurrentUser user, PathId userId, HttpRequest request, GrainCalls grains, TimeProvider time) =>
        Reply.From(
            await grains.UserAsync(userId, u => u.CreateActivation(user)),
            activation => new ActivationLinkDocument(Link(request, activation), activation.ExpiresAt - time.GetUtcNow().ToUnixTimeMilliseconds()));

    private static async Task<IResult> SetEnabled(CurrentUser user, PathId userId, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var enabled = query.Flag("userCredentialsEnabled", true);
        return query.Problem is { } problem ? problem : Reply.Done(await grains.UserAsync(userId, u => u.SetEnabled(user, enabled)));
    }

    private static async Task<IResult> GetToken(CurrentUser user, PathId userId, GrainCalls grains) =>
        Reply.From(await grains.UserAsync(userId, u => u.Impersonate(user)), TokenPairDocument.From);

    private static Task<IResult> List(CurrentUser user, PageArguments page, GrainCalls grains) =>
        ListAsync(user, new(page.Query, user.Caller.CustomerId), grains);

    private static Task<IResult> ListOfCustomer(CurrentUser user, PathId customerId, PageArguments page, GrainCalls grains) =>
        ListAsync(user, new(page.Query, customerId), grains);

    private static async Task<IResult> ListOfTenant(CurrentUser user, PathId tenantId, PageArguments page, GrainCalls grains) =>
        tenantId == Tenant.Id ? await ListAsync(user, new(page.Query, Authority: Authority.TenantAdmin), grains) : Outcomes.Refuse(Outcome.NotFound, null);

    private static async Task<IResult> ListAsync(CurrentUser user, UserQuery query, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => g.GetGrain<IUserRegistry>(0).List(user, query)), page => PageDocument<UserDocument>.From(page, UserDocument.From));

    private static string Link(HttpRequest request, Activation activation) =>
        $"{request.Scheme}://{request.Host}/api/noauth/activate?activateToken={activation.Token}";
}
