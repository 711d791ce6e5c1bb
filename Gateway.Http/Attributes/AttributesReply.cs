using System.Buffers;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;

namespace OrleansIot.Gateway.Attributes;

/// <summary><c>[{"lastUpdateTs":…,"key":"…","value":…}]</c>.</summary>
internal sealed class AttributesReply(AttributeEntry[] entries) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        var output = httpContext.Response.BodyWriter;
        output.Write("["u8);
        for (var i = 0; i < entries.Length; i++)
        {
            output.Write(i == 0 ? "{\"lastUpdateTs\":"u8 : ",{\"lastUpdateTs\":"u8);
            JsonPieces.WriteNumber(output, entries[i].LastUpdateTs);
            output.Write(",\"key\":"u8);
            JsonPieces.WriteString(output, entries[i].Key);
            output.Write(",\"value\":"u8);
            TypedValueWriter.Write(output, entries[i].Value);
            output.Write("}"u8);
            await JsonPieces.FlushIfFullAsync(output, httpContext.RequestAborted);
        }
        output.Write("]"u8);
        await output.FlushAsync(httpContext.RequestAborted);
    }
}
