using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary><c>/api/devices/import</c>: many devices in one request.</summary>
internal static class ImportEndpoints
{
    private const string Example = """{"name":"meter-17","type":"meter","token":"s3cret-17","server":{"site":"north"}}""";

    private static readonly Problem Unsupported =
        new(StatusCodes.Status415UnsupportedMediaType, "The Content-Type must be application/x-ndjson or text/csv, without a Content-Encoding", ApiErrorCode.BadRequest);

    public static void MapImports(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("/devices/import").WithTags("Provisioning").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("", Import).WithSummary("Create many devices: a JSON object a line, or comma-separated values. The answer reports a line for each line")
            .WithMetadata(
                new QueryParameter("import", "string", "Id of the import (UUID): lines that come again under it mean the devices that they have made. Without it, one is made up"),
                new QueryParameter("after", "integer", "Pass over the lines up to this one, as their reports have arrived"),
                new QueryParameter("report", "string", "ALL (without it), or REFUSED to leave out what went well"),
                new RequestBodyMetadata(null, Example, "application/x-ndjson"));
        admin.MapGet("/{importId}", GetProgress).WithSummary("How far an import has come").Produces<ImportProgressDocument>();
    }

    private static async Task<IResult> Import(CurrentUser user, HttpContext context, IOptions<WireOptions> wire, GrainCalls grains)
    {
        var query = new QueryReader(context.Request.Query);
        var import = query.Id("import") ?? Guid.NewGuid();
        var after = query.Long("after") ?? 0;
        var onlyRefused = query.OneOf("report", 0, "ALL", "REFUSED") == 1;
        if (after < 0)
            query.Refuse("Parameter 'after' must not be negative");
        if (query.Problem is { } problem)
            return problem;
        if (Format(context.Request, wire.Value) is not { } format)
            return Unsupported;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null; // A line is bounded, and no more than a few are held.

        await using var report = new ImportReport(import, onlyRefused);
        var run = new ImportRun(grains, user, import, report);
        await run.RunAsync(new(context.Request.BodyReader), format, after, context.RequestAborted);
        if (format is CsvLines { Fault: { } fault })
            return Problem.Bad(fault);
        report.End(run.Line, run.Problem);
        context.Response.ContentType = "application/x-ndjson";
        await report.SendAsync(context.Response.Body, context.RequestAborted);
        return Results.Empty;
    }

    private static async Task<IResult> GetProgress(CurrentUser user, PathId importId, GrainCalls grains) =>
        Reply.From(await grains.RunAsync(g => g.GetGrain<IDeviceImporter>(0).GetProgress(user, importId)), ImportProgressDocument.From);

    /// <summary>Null: the body is of another type.</summary>
    private static IImportFormat? Format(HttpRequest request, WireOptions wire)
    {
        if (request.Headers.ContentEncoding.Count > 0 || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return null;
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/x-ndjson" or "application/jsonl" => new JsonLines(wire),
            "text/csv" => new CsvLines(),
            _ => null,
        };
    }
}
