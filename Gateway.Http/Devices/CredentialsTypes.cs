using OrleansIot.Devices;

namespace OrleansIot.Gateway.Devices;

/// <summary>ThingsBoard's names of the kinds of credentials.</summary>
internal static class CredentialsTypes
{
    public static string Name(CredentialsType type) => type switch
    {
        CredentialsType.X509Certificate => "X509_CERTIFICATE",
        CredentialsType.MqttBasic => "MQTT_BASIC",
        CredentialsType.Lwm2mCredentials => "LWM2M_CREDENTIALS",
        _ => "ACCESS_TOKEN",
    };

    public static CredentialsType? Parse(string? name)
    {
        foreach (var type in Enum.GetValues<CredentialsType>())
            if (Name(type) == name)
                return type;
        return null;
    }
}
