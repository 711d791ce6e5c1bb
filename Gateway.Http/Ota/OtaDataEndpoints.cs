using Microsoft.AspNetCore.Http.Features;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Ota;

/// <summary>The data of packages: up once, down as often as wanted.</summary>
internal static class OtaDataEndpoints
{
    /// <summary>What a multipart body may have beyond the data.</summary>
    private const int MaxFraming = 64 << 10;

    private static readonly Problem NoFile = Problem.Bad("The request must be multipart/form-data with a part named 'file'");
    private static readonly Problem Malformed = Problem.Bad("The multipart body is malformed or ends too early");
    private static readonly Problem NoData = new(StatusCodes.Status404NotFound, "The package has no data", ApiErrorCode.NotFound);

    public static void MapOtaData(this RouteGroupBuilder admin)
    {
        admin.MapPost("/otaPackage/{otaPackageId}", Upload).WithSummary("Give a package its data: a multipart body with a part 'file'").Produces<OtaPackageDocument>()
            .WithMetadata(
                new QueryParameter("checksumAlgorithm", "string", "MD5, SHA256 (without it), SHA384, SHA512, CRC32, MURMUR3_32 or MURMUR3_128"),
                new QueryParameter("checksum", "string", "Hex; where it is given, data with another one is refused"),
                new RequestBodyMetadata(null, ContentType: "multipart/form-data", FilePart: "file"));
        admin.MapGet("/otaPackage/{otaPackageId}/download", Download).WithSummary("Read the data of a package").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
    }

    private static async Task<IResult> Upload(CurrentUser user, PathId otaPackageId, HttpContext context, OtaUpload upload)
    {
        var query = new QueryReader(context.Request.Query);
        var checksum = query.Text("checksum");
        var algorithm = ChecksumNames.Parse(query.Text("checksumAlgorithm") ?? "SHA256");
        if (algorithm is null)
            query.Refuse("Parameter 'checksumAlgorithm' is no known algorithm");
        if (query.Problem is { } problem)
            return problem;
        if (context.Request.ContentLength - MaxFraming > upload.MaxBytes)
            return TooLarge(upload.MaxBytes);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null; // Ours is enforced while reading.
        try
        {
            return await MultipartFile.FindAsync(context.Request, context.RequestAborted) is { } part
                ? Reply.From(await upload.StoreAsync(user, otaPackageId, part, algorithm!.Value, checksum, context.RequestAborted), OtaPackageDocument.From)
                : NoFile;
        }
        catch (PayloadTooLargeException large)
        {
            return TooLarge(large.Limit);
        }
        catch (Exception exception) when (exception is InvalidDataException or (IOException and not BadHttpRequestException) && !context.RequestAborted.IsCancellationRequested)
        {
            return Malformed;
        }
    }

    private static async Task<IResult> Download(CurrentUser user, PathId otaPackageId, GrainCalls grains, OtaDownload download)
    {
        var package = await grains.RunAsync(g => g.GetGrain<IOtaPackageRegistry>(0).Get(user, otaPackageId));
        if (package.Outcome != Outcome.Done)
            return Outcomes.Refuse(package.Outcome, package.Reason);
        return package.Value!.File is { } file ? new OtaDownloadResult(download, file) : NoData;
    }

    private static Problem TooLarge(long limit) => new(StatusCodes.Status413PayloadTooLarge, $"Payload size exceeds the limit of {limit} bytes", ApiErrorCode.BadRequest);

    private sealed class OtaDownloadResult(OtaDownload download, OtaFile file) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (!await download.SendAsync(httpContext, file, ContentSlice.Whole(file)))
                await NoData.ExecuteAsync(httpContext);
        }
    }
}
