using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace OrleansIot.Gateway.Http;

/// <summary>A body of any content type, as bytes of its own.</summary>
internal sealed record RawBody(byte[] Bytes, Problem? Problem) : ICheckedArgument, IEndpointParameterMetadataProvider
{
    public static async ValueTask<RawBody> BindAsync(HttpContext context)
    {
        var limit = context.RequestServices.GetRequiredService<IOptions<ManagementLimits>>().Value.MaxManagementBody;
        using var body = await context.RequestServices.GetRequiredService<RequestBodyReader>().ReadAsync(context, limit);
        return new(body.Bytes.ToArray(), BodyProblems.Of(body.Refusal, limit));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new RequestBodyMetadata(null));
}
