using Microsoft.Extensions.Options;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Attributes;

/// <summary>Attributes under <c>/api/plugins/telemetry</c>.</summary>
internal static class AttributeEndpoints
{
    private const string Example = """{"limit":30,"unit":"C"}""";

    private static readonly QueryParameter Keys = new("keys", "string", "Keys, separated by commas; repeatable");
    private static readonly QueryParameter Key = new("key", "string", "One key, whatever it holds; repeatable");

    public static void MapAttributes(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/plugins/telemetry").WithTags("Attributes").RequireAuthorization(UserAuthentication.User);
        var device = group.MapGroup("/{entityType}/{entityId}");
        foreach (var path in new[] { "/{scope}", "/attributes/{scope}" })
            device.MapPost(path, Write).WithSummary("Write shared or server attributes").WithMetadata(new RequestBodyMetadata(null, Example));
        group.MapPost("/{entityId}/{scope}", WriteShort).WithSummary("Write shared or server attributes").WithMetadata(new RequestBodyMetadata(null, Example));
        device.MapGet("/values/attributes", ReadAll).WithSummary("Read the attributes of all scopes").WithMetadata(Keys, Key);
        device.MapGet("/values/attributes/{scope}", Read).WithSummary("Read the attributes of a scope").WithMetadata(Keys, Key);
        device.MapGet("/keys/attributes", ListAllKeys).WithSummary("List the keys of all scopes").Produces<string[]>();
        device.MapGet("/keys/attributes/{scope}", ListKeys).WithSummary("List the keys of a scope").Produces<string[]>();
        device.MapDelete("/{scope}", Delete).WithSummary("Delete attributes; those that are not there are ignored").WithMetadata(Keys, Key);
        group.MapDelete("/{entityId}/{scope}", DeleteShort).WithSummary("Delete attributes; those that are not there are ignored").WithMetadata(Keys, Key);
    }

    private static Task<IResult> Write(
        CurrentUser user, EntityType entityType, PathId entityId, ScopeName scope, RawBody body, IOptions<WireOptions> wire, TimeProvider time, GrainCalls grains) =>
        WriteShort(user, entityId, scope, body, wire, time, grains);

    private static async Task<IResult> WriteShort(
        CurrentUser user, PathId entityId, ScopeName scope, RawBody body, IOptions<WireOptions> wire, TimeProvider time, GrainCalls grains)
    {
        if (scope == AttributeScope.Client)
            return Problem.Bad("Invalid scope: CLIENT_SCOPE");
        var problem = AttributeBody.Read(body.Bytes, time.GetUtcNow().ToUnixTimeMilliseconds(), wire.Value, out var batch);
        return problem ?? Reply.Done(await grains.DeviceAsync(entityId, d => d.WriteAttributes(user, scope, batch!)));
    }

    private static Task<IResult> ReadAll(CurrentUser user, EntityType entityType, PathId entityId, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains) =>
        ReadAsync(user, entityId, null, request, limits, grains);

    private static Task<IResult> Read(
        CurrentUser user, EntityType entityType, PathId entityId, ScopeName scope, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains) =>
        ReadAsync(user, entityId, scope.Value, request, limits, grains);

    private static Task<IResult> ListAllKeys(CurrentUser user, EntityType entityType, PathId entityId, GrainCalls grains) => ListKeysAsync(user, entityId, null, grains);

    private static Task<IResult> ListKeys(CurrentUser user, EntityType entityType, PathId entityId, ScopeName scope, GrainCalls grains) =>
        ListKeysAsync(user, entityId, scope.Value, grains);

    private static Task<IResult> Delete(
        CurrentUser user, EntityType entityType, PathId entityId, ScopeName scope, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains) =>
        DeleteShort(user, entityId, scope, request, limits, grains);

    private static async Task<IResult> DeleteShort(
        CurrentUser user, PathId entityId, ScopeName scope, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var keys = query.Keys("keys", "key", limits.Value.MaxKeysPerQuery);
        if (keys is null)
            query.Refuse("No keys were named");
        return query.Problem ?? Reply.Done(await grains.DeviceAsync(entityId, d => d.DeleteAttributes(user, scope, keys!)));
    }

    private static async Task<IResult> ReadAsync(
        CurrentUser user, Guid device, AttributeScope? scope, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var keys = query.Keys("keys", "key", limits.Value.MaxKeysPerQuery);
        if (query.Problem is { } problem)
            return problem;
        var answer = await grains.DeviceAsync(device, d => d.ReadAttributes(user, scope, keys));
        return answer.Outcome == Outcome.Done ? new AttributesReply(answer.Value!) : Outcomes.Refuse(answer.Outcome, answer.Reason);
    }

    private static async Task<IResult> ListKeysAsync(CurrentUser user, Guid device, AttributeScope? scope, GrainCalls grains) =>
        Reply.From(
            await grains.DeviceAsync(device, d => d.ReadAttributes(user, scope, null)),
            entries => entries.Select(e => e.Key).Distinct(StringComparer.Ordinal).ToArray());
}
