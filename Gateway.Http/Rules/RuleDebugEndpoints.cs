using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Rules;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Rules;

/// <summary>What chains and scripts do: debug streams, and scripts on trial.</summary>
internal static class RuleDebugEndpoints
{
    public static void MapRuleDebug(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("").WithTags("Rule chains").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/ruleChain/testScript", TestScript).WithSummary("Run a script on a sample message").Produces<ScriptResultDocument>()
            .WithMetadata(new QueryParameter("scriptLang", "string", "JS"));
        admin.MapGet("/ruleNode/{ruleNodeId}/debugIn", GetLastInput).WithSummary("The last message that came into a node and was kept").Produces<DebugInputDocument>();
        admin.MapGet("/events/{entityType}/{entityId}/{eventType}", List).WithSummary("The debug stream of a RULE_NODE or a RULE_CHAIN, newest first")
            .Produces<PageDocument<RuleEventDocument>>();
        admin.MapGet("/events/{entityType}/{entityId}", ListAll).WithSummary("The debug stream of a RULE_NODE or a RULE_CHAIN, newest first")
            .Produces<PageDocument<RuleEventDocument>>();
        admin.MapPost("/events/{entityType}/{entityId}/clear", Clear).WithSummary("Empty the debug stream of a RULE_NODE or a RULE_CHAIN");
    }

    private static async Task<IResult> TestScript(CurrentUser user, JsonBody<ScriptTestDocument> body, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var members = new MemberReader();
        var test = body.Value.ToTest(query.Text("scriptLang") ?? "JS", members);
        if ((query.Problem ?? members.Problem) is { } problem)
            return problem;
        return Reply.From(await grains.RunAsync(g => Registry(g).TestScript(user, test)), ScriptResultDocument.From);
    }

    private static async Task<IResult> GetLastInput(CurrentUser user, PathId ruleNodeId, GrainCalls grains)
    {
        var answer = await grains.RunAsync(g => Registry(g).ReadDebug(user, ruleNodeId));
        if (answer.Outcome != Outcome.Done)
            return Outcomes.Refuse(answer.Outcome, answer.Reason);
        return answer.Value!.FirstOrDefault(e => e.IsInput) is { } input ? Reply.Json(DebugInputDocument.From(input)) : Reply.Empty;
    }

    private static Task<IResult> List(CurrentUser user, string entityType, PathId entityId, string eventType, PageArguments page, GrainCalls grains) =>
        ListAll(user, entityType, entityId, page, grains);

    private static async Task<IResult> ListAll(CurrentUser user, string entityType, PathId entityId, PageArguments page, GrainCalls grains)
    {
        if (Refuse(entityType) is { } problem)
            return problem;
        var answer = await grains.RunAsync(g => Registry(g).ReadDebug(user, entityId));
        return Reply.From(answer, events => PageDocument<RuleEventDocument>.From(Cut(events, page.Query), RuleEventDocument.From));
    }

    private static async Task<IResult> Clear(CurrentUser user, string entityType, PathId entityId, GrainCalls grains) =>
        Refuse(entityType) is { } problem ? problem : Reply.Done(await grains.RunAsync(g => Registry(g).ClearDebug(user, entityId)));

    private static Page<RuleDebugEvent> Cut(RuleDebugEvent[] events, PageQuery query)
    {
        var page = events.Skip((int)Math.Min(int.MaxValue, (long)query.PageSize * query.PageNumber)).Take(query.PageSize);
        return new([.. page], events.Length, query.PageSize, query.PageNumber);
    }

    private static Problem? Refuse(string entityType) =>
        entityType is "RULE_NODE" or "RULE_CHAIN" ? null : Problem.Bad("Events are kept of a RULE_NODE and a RULE_CHAIN");

    private static IRuleChainRegistry Registry(IGrainFactory grains) => grains.GetGrain<IRuleChainRegistry>(0);
}
