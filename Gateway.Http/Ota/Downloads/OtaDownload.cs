using Microsoft.Net.Http.Headers;
using OrleansIot.Gateway.Http;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>Sends packages' data, all or a part, holding no more of it than a chunk or two.</summary>
internal sealed class OtaDownload(OtaCache cache, IOtaChunks chunks)
{
    private const int Piece = 64 << 10;

    /// <summary>Answers the request with the slice, as its conditions and its range want it. False: the data is gone; nothing has been answered.</summary>
    public async Task<bool> SendAsync(HttpContext context, OtaFile file, ContentSlice slice)
    {
        var tag = slice.Tag(file);
        var selected = Selection.Make(context.Request, new(tag), slice.Length);
        if (selected.Status >= StatusCodes.Status400BadRequest)
        {
            await RefuseAsync(context, tag, slice, selected.Status);
            return true;
        }
        if (selected.Length == 0 || HttpMethods.IsHead(context.Request.Method))
        {
            Announce(context.Response, file, slice, tag, selected);
            return true;
        }
        try
        {
            using var reader = Open(file, slice.Offset + selected.Offset, selected.Length);
            var output = context.Response.BodyWriter;
            var rest = selected.Length;
            while (rest > 0)
            {
                var count = await reader.ReadAsync(output.GetMemory(Piece), context.RequestAborted);
                if (rest == selected.Length)
                    Announce(context.Response, file, slice, tag, selected);
                output.Advance((int)Math.Min(count, rest));
                rest -= count;
                if ((await output.FlushAsync(context.RequestAborted)).IsCompleted)
                    break;
            }
            return true;
        }
        catch (ContentGoneException) when (!context.Response.HasStarted)
        {
            return false;
        }
    }

    private IContentReader Open(OtaFile file, long offset, long length) =>
        cache.Open(file, offset, length) ?? (IContentReader)new SiloReader(chunks, file, offset, length);

    private static void Announce(HttpResponse response, OtaFile file, ContentSlice slice, string tag, Selection selected)
    {
        var headers = response.Headers;
        response.StatusCode = selected.Status;
        headers.ETag = tag;
        headers.AcceptRanges = "bytes";
        headers.CacheControl = "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (selected.Status == StatusCodes.Status304NotModified)
            return;
        if (selected.Status == StatusCodes.Status206PartialContent)
            headers.ContentRange = new ContentRangeHeaderValue(selected.Offset, selected.Offset + selected.Length - 1, slice.Length).ToString();
        headers.ContentType = file.ContentType;
        headers.ContentDisposition = FileNames.Disposition(file.Name);
        headers["x-filename"] = file.Name;
        response.ContentLength = selected.Length;
    }

    private static Task RefuseAsync(HttpContext context, string tag, ContentSlice slice, int status)
    {
        context.Response.Headers.ETag = tag;
        if (status == StatusCodes.Status412PreconditionFailed)
            return ErrorObject.WriteAsync(context, status, "The data is another one than If-Match names", ApiErrorCode.BadRequest);
        context.Response.Headers.ContentRange = new ContentRangeHeaderValue(slice.Length).ToString();
        return ErrorObject.WriteAsync(context, status, $"The range lies outside of the {slice.Length} bytes that there are", ApiErrorCode.BadRequest);
    }
}
