using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace OrleansIot.Race.References;

/// <summary>The ceiling: reads and parses the body and stores nothing; answers reads with a fixed text of the usual size.</summary>
internal sealed class BareReference
{
    private static readonly byte[] Attributes = """{"client":{"voltage":3.1000042,"uptime":1000042,"firmware":"v-1000042"}}"""u8.ToArray();

    public async Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Attributes.Length;
            await context.Response.BodyWriter.WriteAsync(Attributes);
            return;
        }

        var body = await ReadAsync(context.Request.BodyReader);
        _ = ParsedBody.Parse(body.Buffer);
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        context.Response.ContentLength = 0;
    }

    /// <summary>The whole body; the caller advances the reader.</summary>
    public static async ValueTask<ReadResult> ReadAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCompleted)
                return result;
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
