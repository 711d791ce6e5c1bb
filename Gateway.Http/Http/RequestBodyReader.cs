using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace OrleansIot.Gateway.Http;

/// <summary>
/// Reads request bodies raw, whatever their content type says, up to a limit that also holds for chunked and compressed ones (specification 2.6).
/// </summary>
internal sealed class RequestBodyReader(BodyBudget budget)
{
    /// <param name="limit">Largest body in bytes, inclusive, also after decompression.</param>
    public ValueTask<RequestBody> ReadAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        // The limit is ours to enforce; the server's own is set for other paths, and would cut off a client that still sends instead of letting it read the refusal.
        if ((request.ContentLength ?? long.MaxValue) > 0 && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
        if (request.ContentLength > limit)
            return new(RequestBody.Refused(BodyRefusal.TooLarge));
        var encoding = request.Headers.ContentEncoding;
        return encoding.Count == 0 && BodyCharset.IsUtf8(request.ContentType)
            ? ReadPlainAsync(request.BodyReader, limit)
            : ReadConvertedAsync(request, limit, encoding.ToString());
    }

    private async ValueTask<RequestBody> ReadPlainAsync(PipeReader reader, int limit)
    {
        var read = await reader.ReadAsync();
        if (!read.IsCompleted || !read.Buffer.IsSingleSegment || read.Buffer.Length > limit)
            return await CollectAsync(reader, read, limit);
        if (!read.Buffer.IsEmpty)
            return RequestBody.InPlace(read.Buffer.First, reader, read.Buffer.End);
        reader.AdvanceTo(read.Buffer.End);
        return RequestBody.Refused(BodyRefusal.Missing);
    }

    private async ValueTask<RequestBody> CollectAsync(PipeReader reader, ReadResult read, int limit)
    {
        var buffer = new BodyBuffer(budget);
        var refusal = BodyRefusal.None;
        try
        {
            while (refusal == BodyRefusal.None)
            {
                if (buffer.Length + read.Buffer.Length > limit)
                    refusal = BodyRefusal.TooLarge;
                else if (!buffer.TryAppend(read.Buffer))
                    refusal = BodyRefusal.Busy;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
                if (refusal == BodyRefusal.None)
                    read = await reader.ReadAsync();
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
        return Finish(buffer, refusal);
    }

    private async ValueTask<RequestBody> ReadConvertedAsync(HttpRequest request, int limit, string encoding)
    {
        if (!BodyCharset.TryFind(request.ContentType, out var charset))
            return RequestBody.Refused(BodyRefusal.UnknownCharset);
        await using var stream = Decompress(request.BodyReader.AsStream(leaveOpen: true), encoding);
        if (stream is null)
            return RequestBody.Refused(BodyRefusal.UnknownEncoding);
        var buffer = new BodyBuffer(budget);
        BodyRefusal refusal;
        try
        {
            refusal = await FillAsync(buffer, stream, limit);
        }
        catch (InvalidDataException)
        {
            refusal = BodyRefusal.Undecodable;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
        if (refusal != BodyRefusal.None || charset is null)
            return Finish(buffer, refusal);
        using (buffer)
            return BodyCharset.TryConvert(buffer.Written.Span, charset, out var utf8) ? RequestBody.Converted(utf8) : RequestBody.Refused(BodyRefusal.Undecodable);
    }

    private static async ValueTask<BodyRefusal> FillAsync(BodyBuffer buffer, Stream stream, int limit)
    {
        while (true)
        {
            var free = buffer.Free();
            if (free.IsEmpty)
                return BodyRefusal.Busy;
            var count = await stream.ReadAsync(free);
            if (count == 0)
                return BodyRefusal.None;
            buffer.Advance(count);
            if (buffer.Length > limit)
                return BodyRefusal.TooLarge;
        }
    }

    private static RequestBody Finish(BodyBuffer buffer, BodyRefusal refusal)
    {
        if (refusal == BodyRefusal.None && buffer.Length == 0)
            refusal = BodyRefusal.Missing;
        if (refusal == BodyRefusal.None)
            return RequestBody.Copied(buffer);
        buffer.Dispose();
        return RequestBody.Refused(refusal);
    }

    private static Stream? Decompress(Stream body, string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "" or "identity" => body,
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        _ => null,
    };
}
