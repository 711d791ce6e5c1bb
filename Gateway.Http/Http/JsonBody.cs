using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace OrleansIot.Gateway.Http;

/// <summary>A body that is the JSON of a document. Unknown members are ignored; a member of the wrong type is named in the refusal.</summary>
internal sealed class JsonBody<T> : ICheckedArgument, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly Problem Malformed = Problem.Bad("Invalid JSON");
    private static readonly Problem NoObject = Problem.Bad("Request is not a JSON object");
    private static readonly Problem NoJson = new(StatusCodes.Status415UnsupportedMediaType, "The Content-Type must be application/json", ApiErrorCode.BadRequest);

    private readonly T? _value;

    private JsonBody(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    public Problem? Problem { get; }

    /// <summary>Set when there is no problem.</summary>
    public T Value => _value!;

    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        if (!string.IsNullOrEmpty(request.ContentType) && !request.HasJsonContentType() && parameter.GetCustomAttribute<AnyContentTypeAttribute>() is null)
            return new(null, NoJson);
        var limit = context.RequestServices.GetRequiredService<IOptions<ManagementLimits>>().Value.MaxManagementBody;
        using var body = await context.RequestServices.GetRequiredService<RequestBodyReader>().ReadAsync(context, limit);
        return BodyProblems.Of(body.Refusal, limit) is { } problem ? new(null, problem) : Parse(body.Bytes.Span);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new RequestBodyMetadata(typeof(T)));

    private static JsonBody<T> Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var value = (T?)JsonSerializer.Deserialize(utf8, ManagementJson.Wire.GetTypeInfo(typeof(T))!);
            return value is null ? new(null, NoObject) : new(value, null);
        }
        catch (JsonException exception)
        {
            return new(null, IsJson(utf8) ? WrongType(exception.Path) : Malformed);
        }
    }

    private static Problem WrongType(string? path) => path is { Length: > 2 } ? Problem.Bad($"Invalid value of '{path[2..]}'") : NoObject;

    private static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
