using OrleansIot.Customers;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Customers;

/// <summary><c>/api/customer…</c> and the list of customers.</summary>
internal static class CustomerEndpoints
{
    public static void MapCustomers(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("/customer/{customerId}").WithTags("Customers").RequireAuthorization(UserAuthentication.User);
        user.MapGet("", Get).WithSummary("Read a customer; a customer's user its own").Produces<CustomerDocument>();
        user.MapGet("/title", GetTitle).WithSummary("Read a customer's title").Produces<string>(contentType: "text/plain");
        user.MapGet("/shortInfo", GetShortInfo).WithSummary("Read a customer's title and whether it stands for everybody").Produces<ShortCustomerDocument>();

        var admin = api.MapGroup("").WithTags("Customers").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/customer", Save).WithSummary("Create a customer, or change the one with that id").Produces<CustomerDocument>();
        admin.MapDelete("/customer/{customerId}", Delete).WithSummary("Delete a customer: its users go with it, its devices come back");
        admin.MapGet("/customers", List).WithSummary("List the customers").Produces<PageDocument<CustomerDocument>>();
        admin.MapGet("/tenant/customers", Find).WithSummary("Find a customer by its exact title").Produces<CustomerDocument>()
            .WithMetadata(new QueryParameter("customerTitle", "string", "The exact title", Required: true));
    }

    private static async Task<IResult> Save(CurrentUser user, JsonBody<CustomerDocument> body, GrainCalls grains)
    {
        var members = new MemberReader();
        var id = members.Id("id", body.Value.Id);
        var fields = body.Value.ToFields(members);
        if (members.Problem is { } problem)
            return problem;
        if (id is not { } existing)
            return Reply.From(await grains.CreateAsync((g, made) => Registry(g).Create(user, made, fields)), CustomerDocument.From);
        var answer = await grains.RunAsync(g => Registry(g).Update(user, existing, fields, body.Value.Version));
        return await Versions.AnswerAsync(
            grains, answer, body.Value.Version, () => grains.RunAsync(g => Registry(g).Get(user, existing)), now => now with { Fields = fields }, CustomerDocument.From);
    }

    private static async Task<IResult> Get(CurrentUser user, PathId customerId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, customerId)), CustomerDocument.From);

    private static async Task<IResult> GetTitle(CurrentUser user, PathId customerId, GrainCalls grains)
    {
        var answer = await grains.RunAsync(g => Registry(g).Get(user, customerId));
        return answer.Outcome == Outcome.Done ? Reply.Text(answer.Value!.Fields.Title) : Outcomes.Refuse(answer.Outcome, answer.Reason);
    }

    private static async Task<IResult> GetShortInfo(CurrentUser user, PathId customerId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Get(user, customerId)), customer => new ShortCustomerDocument(customer.Fields.Title, customer.IsPublic));

    private static async Task<IResult> Delete(CurrentUser user, PathId customerId, GrainCalls grains) =>
        Reply.Done(await grains.DeleteAsync(g => Registry(g).Delete(user, customerId)));

    private static async Task<IResult> List(CurrentUser user, PageArguments page, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).List(user, page.Query)), customers => PageDocument<CustomerDocument>.From(customers, CustomerDocument.From));

    private static async Task<IResult> Find(CurrentUser user, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var title = query.Text("customerTitle");
        if (title is null)
            query.Refuse("Parameter 'customerTitle' is required");
        return query.Problem is { } problem ? problem : Reply.From(await grains.RunAsync(g => Registry(g).FindByTitle(user, title!)), CustomerDocument.From);
    }

    private static ICustomerRegistry Registry(IGrainFactory grains) => grains.GetGrain<ICustomerRegistry>(0);
}
