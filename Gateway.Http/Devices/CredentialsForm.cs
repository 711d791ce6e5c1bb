using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansIot.Devices;
using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Devices;

/// <summary>Brings credentials into the form they are stored in: each kind has its own way to the id that must be unique.</summary>
internal static class CredentialsForm
{
    public static NewCredentials? Read(CredentialsDocument document, MemberReader members)
    {
        var (id, value) = (document.CredentialsId, document.CredentialsValue);
        switch (CredentialsTypes.Parse(document.CredentialsType ?? "ACCESS_TOKEN"))
        {
            case CredentialsType.AccessToken:
                return new(CredentialsType.AccessToken, id, null);
            case CredentialsType.X509Certificate when Certificate(value) is { Length: > 0 } line:
                return new(CredentialsType.X509Certificate, Hash(line), line);
            case CredentialsType.X509Certificate:
                members.Refuse("'credentialsValue' must be a certificate");
                return null;
            case CredentialsType.MqttBasic:
                return Mqtt(value, members);
            case CredentialsType.Lwm2mCredentials:
                return Lwm2m(value, members);
            default:
                members.Refuse("Invalid value of 'credentialsType'");
                return null;
        }
    }

    private static NewCredentials? Mqtt(string? value, MemberReader members)
    {
        var login = ParseObject(value);
        var (client, user, password) = (Text(login, "clientId"), Text(login, "userName"), Text(login, "password"));
        if (login is null)
            members.Refuse("Invalid credentials body for simple mqtt credentials!");
        else if (client is null && user is null)
            members.Refuse("Both mqtt client id and user name are empty!");
        else if (client is not null && password is not null && user is null)
            members.Refuse("Password cannot be specified along with client id");
        var id = client is null ? user : Hash(user is null ? client : $"{client}|{user}");
        var stored = new JsonObject { ["clientId"] = client, ["userName"] = user, ["password"] = password };
        return members.Problem is null ? new(CredentialsType.MqttBasic, id, stored.ToJsonString(ManagementJson.Wire.Options)) : null;
    }

    private static NewCredentials? Lwm2m(string? value, MemberReader members)
    {
        var client = ParseObject(value)?["client"] as JsonObject;
        var id = Text(client, "securityConfigClientMode") switch
        {
            "PSK" => Text(client, "identity"),
            "X509" when Text(client, "cert") is { } certificate => Hash(Certificate(certificate)!),
            "X509" or "NO_SEC" or "RPK" => Text(client, "endpoint"),
            _ => null,
        };
        if (id is null)
            members.Refuse("Invalid credentials body for LwM2M credentials!");
        return id is null ? null : new(CredentialsType.Lwm2mCredentials, id, value);
    }

    /// <summary>The base64 text of the certificate: no markers, no line breaks.</summary>
    private static string? Certificate(string? pem) => pem?
        .Replace("-----BEGIN CERTIFICATE-----", "", StringComparison.Ordinal)
        .Replace("-----END CERTIFICATE-----", "", StringComparison.Ordinal)
        .Replace("\n", "", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal);

    private static string Hash(string text) => Convert.ToHexStringLower(Sha3.Hash256(Encoding.UTF8.GetBytes(text)));

    private static JsonObject? ParseObject(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? parent, string member) =>
        parent?[member] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
