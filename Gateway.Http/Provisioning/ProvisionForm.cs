using System.Text.Json.Nodes;
using OrleansIot.Devices;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>Reads what a device says that wants to be registered (specification 6.1).</summary>
internal static class ProvisionForm
{
    private static readonly string[] Texts = ["provisionDeviceKey", "provisionDeviceSecret", "deviceName", "credentialsType", "token", "clientId", "username", "password", "hash"];

    /// <summary>The request, or a sentence that names the problem.</summary>
    public static string? Read(ReadOnlySpan<byte> body, long now, out ProvisionRequest? request)
    {
        request = null;
        if (!LenientObject.TryRead(body, out var members, out var refusal))
            return refusal.Reason;
        foreach (var name in Texts)
        {
            if (members.TryGetValue(name, out var member) && !member.IsText)
                return $"'{name}' must be text";
        }
        if (Text(members, "provisionDeviceKey") is not { } key)
            return "'provisionDeviceKey' is missing";
        if (Text(members, "provisionDeviceSecret") is not { } secret)
            return "'provisionDeviceSecret' is missing";
        if (CredentialsTypes.Parse(Text(members, "credentialsType") ?? "ACCESS_TOKEN") is not { } type)
            return "'credentialsType' is none of ACCESS_TOKEN, X509_CERTIFICATE, MQTT_BASIC, LWM2M_CREDENTIALS";
        request = new(Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now)), key, secret, Name(members), Credentials(members, type), IsTrue(members, "gateway"), now);
        return null;
    }

    /// <summary>Null: none is given. Empty: it is blank.</summary>
    private static string? Name(Dictionary<string, WireScalar> members) => Text(members, "deviceName") is { Length: > 0 } given ? given.Trim() : null;

    /// <summary>What the members of the type say; a token that is to be made up where they say nothing. Null: they contradict a rule.</summary>
    private static NewCredentials? Credentials(Dictionary<string, WireScalar> members, CredentialsType type)
    {
        var (client, user, password) = (Given(members, "clientId"), Given(members, "username"), Given(members, "password"));
        switch (type)
        {
            case CredentialsType.AccessToken:
                return new(type, Given(members, "token"), null);
            case CredentialsType.MqttBasic when client is not null || user is not null || password is not null:
                var login = new JsonObject { ["clientId"] = client, ["userName"] = user, ["password"] = password };
                return Form(type, login.ToJsonString(ManagementJson.Wire.Options));
            case CredentialsType.X509Certificate when Given(members, "hash") is { } certificate:
                return Form(type, certificate);
            default:
                return new(CredentialsType.AccessToken, null, null);
        }
    }

    private static NewCredentials? Form(CredentialsType type, string value) =>
        CredentialsForm.Read(new() { CredentialsType = CredentialsTypes.Name(type), CredentialsValue = value }, new MemberReader());

    private static string? Text(Dictionary<string, WireScalar> members, string name) => members.TryGetValue(name, out var member) ? member.Text : null;

    private static string? Given(Dictionary<string, WireScalar> members, string name) => Text(members, name) is { Length: > 0 } text ? text : null;

    private static bool IsTrue(Dictionary<string, WireScalar> members, string name) => "true".Equals(Text(members, name), StringComparison.OrdinalIgnoreCase);
}
