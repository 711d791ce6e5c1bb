using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace OrleansIot.Gateway.Documentation;

/// <summary>Names of the schemas: those of the documents without the word Document.</summary>
internal static class SchemaNames
{
    public static string? Name(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("Document", "", StringComparison.Ordinal);
}
