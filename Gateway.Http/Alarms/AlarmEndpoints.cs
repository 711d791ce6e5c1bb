using OrleansIot.Alarms;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Alarms;

/// <summary><c>/api/alarm…</c>.</summary>
internal static class AlarmEndpoints
{
    private static readonly QueryParameter[] Filters =
    [
        new("searchStatus", "string", "ANY, ACTIVE, CLEARED, ACK or UNACK"),
        new("status", "string", "ACTIVE_UNACK, ACTIVE_ACK, CLEARED_UNACK or CLEARED_ACK"),
        new("severity", "string", "CRITICAL, MAJOR, MINOR, WARNING or INDETERMINATE"),
        new("type", "string", "Exact type"),
        new("startTime", "integer", "Created at this instant or later"),
        new("endTime", "integer", "Created before this instant"),
    ];

    public static void MapAlarms(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("").WithTags("Alarms").RequireAuthorization(UserAuthentication.User);
        user.MapGet("/alarm/{alarmId}", Get).WithSummary("Read an alarm").Produces<AlarmDocument>();
        user.MapGet("/alarm/info/{alarmId}", Get).WithSummary("Read an alarm").Produces<AlarmDocument>();
        user.MapPost("/alarm/{alarmId}/ack", Acknowledge).WithSummary("Acknowledge an alarm").Produces<AlarmDocument>();
        user.MapPost("/alarm/{alarmId}/clear", Clear).WithSummary("Clear an alarm").Produces<AlarmDocument>();
        user.MapGet("/alarm/{entityType}/{entityId}", ListOfDevice).WithSummary("List the alarms of a device").Produces<PageDocument<AlarmDocument>>().WithMetadata([.. Filters]);
        user.MapGet("/alarms", List).WithSummary("List the alarms").Produces<PageDocument<AlarmDocument>>().WithMetadata([.. Filters]);
        user.MapGet("/v2/alarms", List).WithSummary("List the alarms").Produces<PageDocument<AlarmDocument>>().WithMetadata([.. Filters]);
        user.MapGet("/v2/alarm/{entityType}/{entityId}", ListOfDevice).WithSummary("List the alarms of a device").Produces<PageDocument<AlarmDocument>>().WithMetadata([.. Filters]);

        var admin = api.MapGroup("").WithTags("Alarms").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapDelete("/alarm/{alarmId}", Delete).WithSummary("Delete an alarm");
    }

    private static async Task<IResult> Get(CurrentUser user, PathId alarmId, GrainCalls grains) => Reply.From(await grains.RunAsync(g => Registry(g).Get(user, alarmId)), AlarmDocument.From);

    private static async Task<IResult> Acknowledge(CurrentUser user, PathId alarmId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Acknowledge(user, alarmId)), AlarmDocument.From);

    private static async Task<IResult> Clear(CurrentUser user, PathId alarmId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => Registry(g).Clear(user, alarmId)), AlarmDocument.From);

    private static async Task<IResult> Delete(CurrentUser user, PathId alarmId, GrainCalls grains) => Reply.Done(await grains.DeleteAsync(g => Registry(g).Delete(user, alarmId)));

    private static Task<IResult> List(CurrentUser user, PageArguments page, HttpRequest request, GrainCalls grains) => ListAsync(user, page, null, request, grains);

    private static Task<IResult> ListOfDevice(
        CurrentUser user, EntityType entityType, PathId entityId, PageArguments page, HttpRequest request, GrainCalls grains) =>
        ListAsync(user, page, entityId, request, grains);

    private static async Task<IResult> ListAsync(CurrentUser user, PageArguments page, Guid? device, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var search = query.OneOf("searchStatus", 0, "ANY", "ACTIVE", "CLEARED", "ACK", "UNACK");
        var status = query.OneOf("status", -1, "ACTIVE_UNACK", "ACTIVE_ACK", "CLEARED_UNACK", "CLEARED_ACK");
        var severity = query.OneOf("severity", -1, "CRITICAL", "MAJOR", "MINOR", "WARNING", "INDETERMINATE");
        bool? cleared = status >= 0 ? status >= 2 : search switch { 1 => false, 2 => true, _ => null };
        bool? acknowledged = status >= 0 ? status % 2 == 1 : search switch { 3 => true, 4 => false, _ => null };
        var asked = new AlarmQuery(
            page.Query, device, null, cleared, acknowledged, severity >= 0 ? (AlarmSeverity)severity : null, query.Text("type"), query.Long("startTime"), query.Long("endTime"));
        if (query.Problem is { } problem)
            return problem;
        return Reply.From(await grains.RunAsync(g => Registry(g).List(user, asked)), alarms => PageDocument<AlarmDocument>.From(alarms, AlarmDocument.From));
    }

    private static IAlarmRegistry Registry(IGrainFactory grains) => grains.GetGrain<IAlarmRegistry>(0);
}
