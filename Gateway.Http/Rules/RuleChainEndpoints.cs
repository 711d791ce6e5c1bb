using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Rules;

/// <summary><c>/api/ruleChain…</c>.</summary>
internal static class RuleChainEndpoints
{
    private const string OutputNode = "org.thingsboard.rule.engine.flow.TbRuleChainOutputNode";

    public static void MapRuleChains(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("").WithTags("Rule chains").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/ruleChain", Save).WithSummary("Create a rule chain, or change the one with that id").Produces<RuleChainDocument>();
        admin.MapPost("/ruleChain/device/default", CreateNamed).WithSummary("Create a rule chain of that name").Produces<RuleChainDocument>();
        admin.MapGet("/ruleChain/{ruleChainId}", Get).WithSummary("Read a rule chain").Produces<RuleChainDocument>();
        admin.MapDelete("/ruleChain/{ruleChainId}", Delete).WithSummary("Delete a rule chain that no device profile names");
        admin.MapPost("/ruleChain/{ruleChainId}/root", SetRoot).WithSummary("Make it the chain of device profiles that name none").Produces<RuleChainDocument>();
        admin.MapPost("/ruleChain/metadata", SaveNodes).WithSummary("Replace the nodes of a rule chain").Produces<RuleChainMetadataDocument>();
        admin.MapGet("/ruleChain/{ruleChainId}/metadata", GetNodes).WithSummary("Read the nodes of a rule chain").Produces<RuleChainMetadataDocument>();
        admin.MapGet("/ruleChain/{ruleChainId}/output/labels", GetOutputs).WithSummary("List the names of a chain's output nodes").Produces<string[]>();
        admin.MapGet("/ruleChain/tbelEnabled", () => Reply.Json(false)).WithSummary("Whether scripts may be written in TBEL: no").Produces<bool>();
        admin.MapGet("/ruleChains", List).WithSummary("List the rule chains").Produces<PageDocument<RuleChainDocument>>()
            .WithMetadata(new QueryParameter("type", "string", "CORE"));
        admin.MapGet("/ruleChains/export", Export).WithSummary("Export the newest rule chains").Produces<RuleChainDataDocument>()
            .WithMetadata(new QueryParameter("limit", "integer", "Most chains", Required: true));
        admin.MapPost("/ruleChains/import", Import).WithSummary("Import an exported document").Produces<RuleChainImportDocument[]>()
            .WithMetadata(new QueryParameter("overwrite", "boolean", "A chain of that name gets the nodes, instead of a new one"));
    }

    private static async Task<IResult> Save(CurrentUser user, JsonBody<RuleChainDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var id = members.Id("id", body.Value.Id);
        var fields = body.Value.ToFields(members);
        if (members.Problem is { } problem)
            return problem;
        if (id is not { } existing)
            return Reply.From(await grains.CreateAsync((g, made) => Registry(g).Create(user, made, fields)), RuleChainDocument.From);
        var answer = await grains.RunAsync(g => Registry(g).Update(user, existing, fields, body.Value.Version));
        return await Versions.AnswerAsync(grains, answer, body.Value.Version, () => InfoAsync(user, existing, grains), now => now with { Fields = fields }, RuleChainDocument.From);
    }

    private static async Task<IResult> CreateNamed(CurrentUser user, JsonBody<RuleChainDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var fields = body.Value.ToFields(members);
        return members.Problem is { } problem ? problem : Reply.From(await grains.CreateAsync((g, made) => Registry(g).Create(user, made, fields)), RuleChainDocument.From);
    }

    private static async Task<IResult> Get(CurrentUser user, PathId ruleChainId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, ruleChainId)), RuleChainDocument.From);

    private static async Task<IResult> Delete(CurrentUser user, PathId ruleChainId, GrainCalls grains) =>
        Reply.Done(await grains.DeleteAsync(g => Registry(g).Delete(user, ruleChainId)));

    private static async Task<IResult> SetRoot(CurrentUser user, PathId ruleChainId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).SetRoot(user, ruleChainId)), RuleChainDocument.From);

    private static async Task<IResult> SaveNodes(CurrentUser user, JsonBody<RuleChainMetadataDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var id = members.Id("ruleChainId", body.Value.RuleChainId);
        if (id is null)
            members.Refuse("'ruleChainId' should be specified!");
        var metadata = body.Value.ToMetadata(members);
        if (members.Problem is { } problem)
            return problem;
        var answer = await grains.RunAsync(g => Registry(g).SaveNodes(user, id!.Value, metadata, body.Value.Version));
        // Here a conflict is always about the version. New nodes have got ids meanwhile, so an attempt that comes again does not know its own work.
        return answer.Outcome == Outcome.Conflict ? Outcomes.Moved : Reply.From(answer, RuleChainMetadataDocument.From);
    }

    private static async Task<IResult> GetNodes(CurrentUser user, PathId ruleChainId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, ruleChainId)), RuleChainMetadataDocument.From);

    private static async Task<IResult> GetOutputs(CurrentUser user, PathId ruleChainId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, ruleChainId)), chain => chain.Metadata.Nodes.Where(n => n.Type == OutputNode).Select(n => n.Name).Distinct().ToArray());

    private static async Task<IResult> List(CurrentUser user, PageArguments page, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        // There are no chains of the other type.
        var isEdge = query.OneOf("type", 0, "CORE", "EDGE") == 1;
        if (query.Problem is { } problem)
            return problem;
        if (isEdge)
            return Reply.Json(new PageDocument<RuleChainDocument>([], 0, 0, false));
        return Reply.From(await grains.RunAsync(g => Registry(g).List(user, page.Query)), chains => PageDocument<RuleChainDocument>.From(chains, RuleChainDocument.From));
    }

    private static async Task<IResult> Export(CurrentUser user, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var limit = query.Int("limit", null, 1, limits.Value.MaxPageSize);
        return query.Problem is { } problem ? problem : Reply.From(await grains.RunAsync(g => Registry(g).Export(user, limit)), RuleChainDataDocument.From);
    }

    private static async Task<IResult> Import(CurrentUser user, JsonBody<RuleChainDataDocument> body, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var overwrite = query.Flag("overwrite", false);
        var members = new MemberReader();
        var imports = body.Value.ToImports(members);
        if (imports.Length == 0)
            members.Refuse("The document holds no rule chain");
        if ((query.Problem ?? members.Problem) is { } problem)
            return problem;
        return Reply.From(await grains.OnceAsync(g => Registry(g).Import(user, imports, overwrite)), imported => imported.Select(RuleChainImportDocument.From).ToArray());
    }

    private static async Task<Answer<RuleChainInfo>> InfoAsync(CurrentUser user, Guid id, GrainCalls grains)
    {
        var answer = await grains.RunAsync(g => Registry(g).Get(user, id));
        return new(answer.Outcome, answer.Value?.Info, answer.Reason);
    }

    private static IRuleChainRegistry Registry(IGrainFactory grains) => grains.GetGrain<IRuleChainRegistry>(0);
}
