using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Rpc;

/// <summary>Calls to devices: <c>/api/rpc/{oneway,twoway}/{deviceId}</c> and the older twins under <c>/api/plugins/rpc</c> (specification 3.3).</summary>
internal static class CommandEndpoints
{
    private const string Example = """{"method":"setGpio","params":{"pin":23,"value":1},"timeout":10000,"persistent":false}""";
    private const string OneWaySummary = "Send a command to a device and wait until it is delivered";
    private const string TwoWaySummary = "Send a command to a device and wait for its reply";
    private const string OlderRemark = "; tells of an undelivered command with 409, of an unanswered one with 408";

    public static void MapCommands(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("").WithTags("Commands").RequireAuthorization(UserAuthentication.User).WithMetadata(new RequestBodyMetadata(null, Example));
        user.MapPost("/rpc/oneway/{deviceId}", OneWay).WithSummary(OneWaySummary);
        user.MapPost("/rpc/twoway/{deviceId}", TwoWay).WithSummary(TwoWaySummary);
        user.MapPost("/plugins/rpc/oneway/{deviceId}", OlderOneWay).WithSummary(OneWaySummary + OlderRemark);
        user.MapPost("/plugins/rpc/twoway/{deviceId}", OlderTwoWay).WithSummary(TwoWaySummary + OlderRemark);
    }

    private static Task<IResult> OneWay(CurrentUser user, PathId deviceId, RawBody body, CommandCalls calls, GrainCalls grains, HttpContext context) =>
        calls.CallAsync(grains, user, deviceId, body.Bytes, oneWay: true, isOlder: false, context.RequestAborted);

    private static Task<IResult> TwoWay(CurrentUser user, PathId deviceId, RawBody body, CommandCalls calls, GrainCalls grains, HttpContext context) =>
        calls.CallAsync(grains, user, deviceId, body.Bytes, oneWay: false, isOlder: false, context.RequestAborted);

    private static Task<IResult> OlderOneWay(CurrentUser user, PathId deviceId, RawBody body, CommandCalls calls, GrainCalls grains, HttpContext context) =>
        calls.CallAsync(grains, user, deviceId, body.Bytes, oneWay: true, isOlder: true, context.RequestAborted);

    private static Task<IResult> OlderTwoWay(CurrentUser user, PathId deviceId, RawBody body, CommandCalls calls, GrainCalls grains, HttpContext context) =>
        calls.CallAsync(grains, user, deviceId, body.Bytes, oneWay: false, isOlder: true, context.RequestAborted);
}
