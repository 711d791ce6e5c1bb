namespace OrleansIot.Devices;

/// <summary>Credentials asked for; a null or empty id of an access token means: generate one of 20 letters and digits.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.NewCredentials")]
public sealed record NewCredentials([property: Id(0)] CredentialsType Type, [property: Id(1)] string? CredentialsId, [property: Id(2)] string? CredentialsValue)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"new {Type}";
}
