using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace OrleansIot.Gateway.Ota;

/// <summary>What of a representation a request is to be answered with, by its conditions and its range (RFC 9110, sections 13.2.2 and 14.2).</summary>
/// <param name="Status">200, 206, 304, 412 or 416.</param>
/// <param name="Offset">First byte to be sent.</param>
/// <param name="Length">Bytes to be sent; 0 where the status says that none are.</param>
internal readonly record struct Selection(int Status, long Offset, long Length)
{
    /// <param name="tag">The representation's strong entity tag.</param>
    /// <param name="length">Its bytes.</param>
    public static Selection Make(HttpRequest request, EntityTagHeaderValue tag, long length)
    {
        var whole = new Selection(StatusCodes.Status200OK, 0, length);
        if (request.Headers is { IfMatch.Count: 0, IfNoneMatch.Count: 0, Range.Count: 0 })
            return whole;
        var headers = request.GetTypedHeaders();
        if (request.Headers.IfMatch.Count > 0 && !headers.IfMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: true)))
            return new(StatusCodes.Status412PreconditionFailed, 0, 0);
        if (headers.IfNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: false)))
            return new(StatusCodes.Status304NotModified, 0, 0);
        // A range of another unit, several ranges, or a range of what the client no longer has: all of it is right.
        if (!HttpMethods.IsGet(request.Method) || headers.Range is not { Ranges: { Count: 1 } ranges, Unit: var unit } || !unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || !IsCurrent(request, headers, tag))
            return whole;
        return Satisfy(ranges.First(), length);
    }

    /// <summary>There is no date to compare with, so a date never is the current one.</summary>
    private static bool IsCurrent(HttpRequest request, RequestHeaders headers, EntityTagHeaderValue tag) =>
        request.Headers.IfRange.Count == 0 || headers.IfRange?.EntityTag?.Compare(tag, useStrongComparison: true) is true;

    private static Selection Satisfy(RangeItemHeaderValue range, long length)
    {
        var first = range.From ?? Math.Max(0, length - range.To!.Value);
        var end = range.From is null || range.To is null || range.To.Value >= length ? length : range.To.Value + 1;
        return first >= end ? new(StatusCodes.Status416RangeNotSatisfiable, 0, 0) : new(StatusCodes.Status206PartialContent, first, end - first);
    }
}
