using System.Text.Json.Serialization;
using OrleansIot.Ota;

namespace OrleansIot.Silo.Storage;

[JsonSerializable(typeof(RollOutPlan))]
internal sealed partial class RollOutJson : JsonSerializerContext;
