using OrleansIot.Devices;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>Records of persistent commands under <c>/api/rpc/persistent</c>.</summary>
internal static class RecordEndpoints
{
    private static readonly QueryParameter Status = new(
        "rpcStatus", "string", "QUEUED, SENT, DELIVERED, SUCCESSFUL, TIMEOUT, EXPIRED or FAILED; without it, records of any status");

    public static void MapCommandRecords(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("/rpc/persistent").WithTags("Commands").RequireAuthorization(UserAuthentication.User);
        user.MapGet("/{rpcId}", Get).WithSummary("Read the record of a persistent command").Produces<RpcDocument>();
        user.MapGet("/device/{deviceId}", List).WithSummary("List the records of a device's persistent commands").Produces<PageDocument<RpcDocument>>().WithMetadata(Status);
        api.MapGroup("/rpc/persistent").WithTags("Commands").RequireAuthorization(UserAuthentication.Administrator)
            .MapDelete("/{rpcId}", Delete).WithSummary("Delete a record; a command that has not ended is withdrawn");
    }

    private static async Task<IResult> Get(CurrentUser user, PathId rpcId, GrainCalls grains) =>
        await FindAsync(grains, rpcId) is { } device
            ? Reply.From(await grains.DeviceAsync(device, d => d.ReadCommand(user, rpcId)), record => RpcDocument.From(device, record))
            : NoRecord;

    private static async Task<IResult> List(CurrentUser user, PathId deviceId, PageArguments page, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var status = query.Text("rpcStatus") is { } name ? CommandStatuses.Find(name) : null;
        if (status == CommandStatus.Deleted || (status is null && query.Text("rpcStatus") is not null))
            query.Refuse("Parameter 'rpcStatus' must be a status of a record: deleted ones are gone");
        if (query.Problem is { } problem)
            return problem;
        return Reply.From(
            await grains.DeviceAsync(deviceId, d => d.ListCommands(user, new(page.Query, status))),
            records => PageDocument<RpcDocument>.From(records, record => RpcDocument.From(deviceId, record)));
    }

    private static async Task<IResult> Delete(CurrentUser user, PathId rpcId, GrainCalls grains) =>
        await FindAsync(grains, rpcId) is { } device
            ? Reply.Done(await grains.DeleteAsync(g => g.GetGrain<IDeviceGrain>(device).DeleteCommand(user, rpcId)))
            : NoRecord;

    private static Problem NoRecord => new(StatusCodes.Status404NotFound, Outcomes.NotFound, ApiErrorCode.NotFound);

    private static Task<Guid?> FindAsync(GrainCalls grains, Guid command) => grains.RunAsync(g => g.GetGrain<ICommandRegistry>(0).FindDevice(command));
}
