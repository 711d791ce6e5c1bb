using System.Text.Json.Serialization;
using OrleansIot.Customers;

namespace OrleansIot.Silo.Storage.Sqlite.Customers;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Contact))]
internal sealed partial class ContactJson : JsonSerializerContext;
