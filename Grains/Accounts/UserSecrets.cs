namespace OrleansIot.Grains.Accounts;

/// <summary>What decides whether a user may come in.</summary>
/// <param name="PasswordHash">Null until activated.</param>
/// <param name="ActivationHash">Hash of the activation token that is good now; null: none.</param>
/// <param name="ActivationUntil">Milliseconds since 1970.</param>
/// <param name="Epoch">Tokens of another epoch open nothing.</param>
/// <param name="Version">Grows with every change.</param>
public sealed record UserSecrets(bool Enabled, string? PasswordHash, string? ActivationHash, long ActivationUntil, long Epoch, long Version)
{
    public static readonly UserSecrets Initial = new(true, null, null, 0, 1, 1);

    public override string ToString() => $"secrets version {Version}";
}
