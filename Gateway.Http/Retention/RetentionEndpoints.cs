using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Http;
using OrleansIot.Retention;

namespace OrleansIot.Gateway.Retention;

/// <summary><c>/api/retention</c>.</summary>
internal static class RetentionEndpoints
{
    public static void MapRetention(this RouteGroupBuilder api) => api.MapGroup("").WithTags("Retention").RequireAuthorization(UserAuthentication.Administrator)
        .MapGet("/retention", Get).WithSummary("What was removed because its time to live is over").Produces<RetentionDocument>();

    private static async Task<IResult> Get(CurrentUser user, IGrainFactory grains) =>
        Reply.From(await grains.GetGrain<IRetentionGrain>(0).GetReport(user), RetentionDocument.From);
}
