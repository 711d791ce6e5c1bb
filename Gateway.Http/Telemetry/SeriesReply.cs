using System.Buffers;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Telemetry;

/// <summary><c>{"key":[{"ts":…,"value":…}, …], …}</c>.</summary>
/// <param name="strict">Values as JSON of their type; else every value as text.</param>
internal sealed class SeriesReply(IReadOnlyList<KeySeries> series, bool strict) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        var output = httpContext.Response.BodyWriter;
        output.Write("{"u8);
        for (var i = 0; i < series.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            JsonPieces.WriteString(output, series[i].Key);
            output.Write(":["u8);
            var readings = series[i].Readings;
            for (var n = 0; n < readings.Length; n++)
            {
                Write(output, readings[n].Ts, readings[n].Value, first: n == 0);
                await JsonPieces.FlushIfFullAsync(output, httpContext.RequestAborted);
            }
            output.Write("]"u8);
        }
        output.Write("}"u8);
        await output.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(IBufferWriter<byte> output, long ts, in TypedValue value, bool first)
    {
        output.Write(first ? "{\"ts\":"u8 : ",{\"ts\":"u8);
        JsonPieces.WriteNumber(output, ts);
        output.Write(",\"value\":"u8);
        if (strict)
            TypedValueWriter.Write(output, value);
        else
            TypedValueWriter.WriteAsText(output, value);
        output.Write("}"u8);
    }
}
