using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Telemetry;

/// <summary>Readings under <c>/api/plugins/telemetry</c>.</summary>
internal static class TelemetryEndpoints
{
    private const string Example = """{"ts":1700000000000,"values":{"temperature":21.5}}""";

    public static void MapTelemetry(this RouteGroupBuilder api)
    {
        var device = api.MapGroup("/plugins/telemetry/{entityType}/{entityId}").WithTags("Telemetry").RequireAuthorization(UserAuthentication.User);
        device.MapPost("/timeseries/{scope}", Write).WithSummary("Write readings; the scope may be any word").WithMetadata(new RequestBodyMetadata(null, Example));
        device.MapPost("/timeseries/{scope}/{ttl}", WriteWithTtl).WithSummary("Write readings; the time to live is that of the tenant").WithMetadata(new RequestBodyMetadata(null, Example));
        device.MapGet("/values/timeseries", Read).WithSummary("Read the latest readings, or with startTs and endTs a history");
        device.MapGet("/values/timeseries/history", Read).WithSummary("Read a history");
        device.MapGet("/keys/timeseries", ListKeys).WithSummary("List the keys that have readings").Produces<string[]>();
        device.MapDelete("/timeseries/delete", Delete).WithSummary("Delete readings of some keys, in a range or all").WithMetadata(
            new QueryParameter("keys", "string", "Keys, separated by commas; repeatable", Required: true),
            new QueryParameter("deleteAllDataForKeys", "boolean", "All readings; else those in the range"),
            new QueryParameter("startTs", "integer", "From this instant, inclusive"),
            new QueryParameter("endTs", "integer", "To this instant, exclusive"),
            new QueryParameter("deleteLatest", "boolean", "Also forget the latest reading where it lies in the range; true when absent"),
            new QueryParameter("rewriteLatestIfDeleted", "boolean", "Make the newest reading that is left the latest"));
    }

    private static async Task<IResult> Write(
        CurrentUser user, EntityType entityType, PathId entityId, RawBody body, IOptions<WireOptions> wire, TimeProvider time, GrainCalls grains)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!TelemetryParser.TryParse(body.Bytes, now, wire.Value with { RefuseNulls = true }, out var batch, out var refusal))
            return Problem.Bad(refusal.Reason);
        if (batch.Readings.Length == 0)
            return Problem.Bad("No timeseries data found in request body!");
        return Reply.Done(await grains.DeviceAsync(entityId, d => d.WriteTelemetry(user, batch)));
    }

    /// <summary>As on ThingsBoard's SQL storage, readings live as long as the tenant says; the number is only checked.</summary>
    private static async Task<IResult> WriteWithTtl(
        CurrentUser user, EntityType entityType, PathId entityId, string ttl, RawBody body, IOptions<WireOptions> wire, TimeProvider time, GrainCalls grains) =>
        long.TryParse(ttl, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? await Write(user, entityType, entityId, body, wire, time, grains)
            : Problem.Bad("The time to live in the path is no number");

    private static async Task<IResult> Read(CurrentUser user, EntityType entityType, PathId entityId, SeriesArguments asked, TimeProvider time, GrainCalls grains)
    {
        if (asked.Ranges.Count > 0)
            return await HistoryAsync(user, entityId, asked, grains);
        var answer = await grains.DeviceAsync(entityId, d => d.ReadLatest(user, asked.Keys));
        if (answer.Outcome != Outcome.Done)
            return Outcomes.Refuse(answer.Outcome, answer.Reason);
        var found = answer.Value!.ToDictionary(r => r.Key, StringComparer.Ordinal);
        // A key that was asked for by name and has no reading has no value, now.
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var keys = asked.Keys ?? [.. answer.Value!.Select(r => r.Key)];
        return new SeriesReply([.. keys.Select(key => new KeySeries(key, [found.TryGetValue(key, out var reading) ? reading : new(key, now, default)]))], asked.Strict);
    }

    private static async Task<IResult> ListKeys(CurrentUser user, EntityType entityType, PathId entityId, GrainCalls grains) =>
        Reply.From(await grains.DeviceAsync(entityId, d => d.ReadKeys(user)), keys => keys);

    private static async Task<IResult> Delete(
        CurrentUser user, EntityType entityType, PathId entityId, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var keys = query.Keys("keys", "key", limits.Value.MaxKeysPerQuery);
        var all = query.Flag("deleteAllDataForKeys", false);
        var (start, end) = (query.Long("startTs"), query.Long("endTs"));
        if (keys is null)
            query.Refuse("No keys were named");
        if (!all && (start is null || end is null))
            query.Refuse("When deleteAllDataForKeys is false, start and end timestamp values shouldn't be empty");
        var deletion = new TelemetryDeletion(keys ?? [], all, start ?? 0, end ?? 0, query.Flag("deleteLatest", true), query.Flag("rewriteLatestIfDeleted", false));
        return query.Problem ?? Reply.Done(await grains.DeviceAsync(entityId, d => d.DeleteTelemetry(user, deletion)));
    }

    private static async Task<IResult> HistoryAsync(CurrentUser user, Guid device, SeriesArguments asked, GrainCalls grains)
    {
        if (asked.Ranges is [var only])
        {
            var answer = await grains.DeviceAsync(device, d => d.ReadHistory(user, only));
            return answer.Outcome == Outcome.Done ? new SeriesReply(answer.Value!, asked.Strict) : Outcomes.Refuse(answer.Outcome, answer.Reason);
        }
        var joined = asked.Keys!.ToDictionary(key => key, _ => new List<Reading>(), StringComparer.Ordinal);
        foreach (var range in asked.Ranges)
        {
            var answer = await grains.DeviceAsync(device, d => d.ReadHistory(user, range));
            if (answer.Outcome != Outcome.Done)
                return Outcomes.Refuse(answer.Outcome, answer.Reason);
            foreach (var series in answer.Value!)
                joined[series.Key].AddRange(series.Readings);
        }
        return new SeriesReply([.. joined.Where(pair => pair.Value.Count > 0).Select(pair => new KeySeries(pair.Key, [.. pair.Value]))], asked.Strict);
    }
}
