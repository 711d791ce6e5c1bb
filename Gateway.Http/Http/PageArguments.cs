using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Http;

/// <summary>The parameters of every list.</summary>
internal sealed record PageArguments(PageQuery Query, Problem? Problem) : ICheckedArgument, IEndpointParameterMetadataProvider
{
    public static readonly QueryParameter[] Parameters =
    [
        new("pageSize", "integer", "Entries of a page", Required: true),
        new("page", "integer", "Number of the page, from 0", Required: true),
        new("textSearch", "string", "Part of the name, title or e-mail, without regard to case"),
        new("sortProperty", "string", "Property to sort by; without it, the time of creation"),
        new("sortOrder", "string", "ASC or DESC"),
    ];

    public static ValueTask<PageArguments> BindAsync(HttpContext context, ParameterInfo parameter) => new(Read(context));

    public static PageArguments Read(HttpContext context)
    {
        var limits = context.RequestServices.GetRequiredService<IOptions<ManagementLimits>>().Value;
        var query = new QueryReader(context.Request.Query);
        var page = new PageQuery(
            query.Int("pageSize", null, 1, limits.MaxPageSize),
            query.Int("page", null, 0, int.MaxValue),
            query.Text("textSearch"),
            query.Text("sortProperty"),
            query.OneOf("sortOrder", 0, "ASC", "DESC") == 1);
        return new(page, query.Problem);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        foreach (var documented in Parameters)
            builder.Metadata.Add(documented);
    }
}
