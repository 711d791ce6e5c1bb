using System.Text.Json;
using OrleansIot.Accounts;

namespace OrleansIot.Gateway.Http;

/// <summary>Reads members of a document that need more than a type; remembers the first that is wrong.</summary>
internal sealed class MemberReader
{
    public Problem? Problem { get; private set; }

    /// <summary>Null when the member is absent.</summary>
    public Guid? Id(string member, EntityIdDocument? document)
    {
        if (document is null)
            return null;
        if (Guid.TryParseExact(document.Id, "D", out var id))
            return id;
        Refuse($"The id in '{member}' is no UUID");
        return null;
    }

    /// <summary>Null also for ThingsBoard's id of "no customer".</summary>
    public Guid? Customer(string member, EntityIdDocument? document) => Id(member, document) is { } id && id != Tenant.NoCustomer ? id : null;

    /// <summary>Compact JSON of an object; null when the member is absent or null.</summary>
    public byte[]? Object(string member, JsonElement? element)
    {
        if (element is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse($"'{member}' must be an object");
            return null;
        }
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, ManagementJson.Wire.JsonElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair: no text at all.
            Refuse($"'{member}' holds text that is no Unicode");
            return null;
        }
    }

    public void Refuse(string message) => Problem ??= Problem.Bad(message);

    /// <summary>The element that was stored as <paramref name="json"/>.</summary>
    public static JsonElement? Element(byte[]? json)
    {
        if (json is null)
            return null;
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }
}
