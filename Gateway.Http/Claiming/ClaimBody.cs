using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Claiming;

/// <summary>The secret in a user's claim; none when there is no body.</summary>
internal sealed record ClaimBody(byte[] SecretHash, Problem? Problem) : ICheckedArgument, IEndpointParameterMetadataProvider
{
    public static async ValueTask<ClaimBody> BindAsync(HttpContext context)
    {
        var limit = context.RequestServices.GetRequiredService<IOptions<ManagementLimits>>().Value.MaxManagementBody;
        using var body = await context.RequestServices.GetRequiredService<RequestBodyReader>().ReadAsync(context, limit);
        if (body.Refusal == BodyRefusal.Missing)
            return new(ClaimForm.NoSecret, null);
        if (BodyProblems.Of(body.Refusal, limit) is { } refused)
            return new([], refused);
        return ClaimForm.ReadSecret(body.Bytes.Span, out var hash) is { } wrong ? new([], Problem.Bad(wrong)) : new(hash, null);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RequestBodyMetadata(null, """{"secretKey":"s3cret"}"""));
}
