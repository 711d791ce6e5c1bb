namespace OrleansIot.Devices;

/// <summary>Kinds of device credentials. Only access tokens open the HTTP device API. The numbers are stored: never renumber.</summary>
public enum CredentialsType : byte
{
    AccessToken = 1,
    X509Certificate = 2,
    MqttBasic = 3,
    Lwm2mCredentials = 4,
}
