using System.Text.Json;
using Orleans.Storage;

namespace OrleansIot.Silo.Storage.Workflows;

/// <summary>The progress of workflows as plain JSON: names of members, no names of types, so that a state outlives the class that wrote it.</summary>
internal sealed class WorkflowJson : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Options);
}
