using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Accounts;

public sealed partial class UserGrain
{
    private static readonly Refusal NoActivation = new(Outcome.Invalid, "Activation token is invalid or has expired!");
    private static readonly Refusal AlreadyActive = new(Outcome.Invalid, "User is already activated!");

    public Task<Answer<UserInfo>> Get(Caller caller) => Task.FromResult<Answer<UserInfo>>(
        Find() is not { } user ? Refusals.Missing : UserRules.MayRead(caller, user) ? user.Info : Refusals.Forbidden);

    public async Task<Answer<UserInfo>> Update(Caller caller, UserFields fields, long? expectedVersion)
    {
        if (RefuseWrite(caller) is { } refusal)
            return refusal;
        var user = _user!;
        if (UserRules.Check(fields) is { } wrong)
            return wrong;
        if (fields.Authority != user.Fields.Authority || fields.CustomerId != user.Fields.CustomerId)
            return new Refusal(Outcome.Invalid, "Authority and customer of a user can't be changed!");
        if (expectedVersion is { } expected && expected != user.FieldsVersion)
            return Refusals.Moved;
        return Take(await store.UpdateFieldsAsync(user.Id, fields, user.FieldsVersion, CancellationToken.None)) is { } failed ? failed : _user!.Info;
    }

    public async Task<Answer<bool>> Delete(Caller caller)
    {
        if (RefuseAdministration(caller) is { } refusal)
            return refusal;
        switch (await store.DeleteAsync(_user!.Id, CancellationToken.None))
        {
            case Outcome.Invalid:
                return new Refusal(Outcome.Invalid, "The last tenant administrator can't be deleted!");
            case Outcome.NotFound:
                Gone();
                return Refusals.Missing;
            default:
                Gone();
                return true;
        }
    }

    public async Task<Answer<bool>> SetEnabled(Caller caller, bool enabled)
    {
        if (RefuseAdministration(caller) is { } refusal)
            return refusal;
        var secrets = _user!.Secrets;
        if (secrets.Enabled == enabled)
            return true;
        // A user that was shut out does not come back with tokens of before.
        var failed = await ChangeAsync(secrets with { Enabled = enabled, Epoch = enabled ? secrets.Epoch : secrets.Epoch + 1 });
        return failed is { Outcome: Outcome.Invalid } ? new Refusal(Outcome.Invalid, "The last tenant administrator can't be disabled!") : failed is null ? true : failed;
    }

    public async Task<Answer<Activation>> CreateActivation(Caller caller)
    {
        if (RefuseAdministration(caller) is { } refusal)
            return refusal;
        if (_user!.Secrets.PasswordHash is not null)
            return AlreadyActive;
        var token = SecretText.NewToken();
        var until = Now + (long)options.Value.ActivationLifetime.TotalMilliseconds;
        return await ChangeAsync(_user.Secrets with { ActivationHash = SecretText.Hash(token), ActivationUntil = until }) is { } failed ? failed : new Activation(token, until);
    }

    public async Task<Answer<TokenPair>> Activate(string activationToken, string password)
    {
        if (Find() is not { } user || user.Secrets.ActivationHash != SecretText.Hash(activationToken) || user.Secrets.ActivationUntil < Now)
            return NoActivation;
        if (UserRules.CheckPassword(password) is { } wrong)
            return wrong;
        if (await hasher.HashAsync(password) is not { } hash)
            return Refusals.Overloaded;
        if (await ChangeAsync(user.Secrets with { PasswordHash = hash, ActivationHash = null, ActivationUntil = 0, Epoch = user.Secrets.Epoch + 1 }) is { } failed)
            return failed;
        return _user!.Secrets.Enabled ? await StartSessionAsync(_user) : new Refusal(Outcome.Unauthorized, "User account is not active");
    }

    public async Task<Answer<TokenPair>> ChangePassword(Caller caller, string currentPassword, string newPassword)
    {
        if (Find() is not { } user)
            return Refusals.Missing;
        if (caller.UserId != user.Id)
            return Refusals.Forbidden;
        if (_throttle.Wait(Now, options.Value.MaxLoginFailures, options.Value.LoginWindow) > 0)
            return Refusals.Overloaded;
        switch (await hasher.VerifyAsync(user.Secrets.PasswordHash, currentPassword))
        {
            case PasswordVerdict.Busy:
                return Refusals.Overloaded;
            case PasswordVerdict.Wrong:
                _throttle = _throttle.Failed(Now, options.Value.LoginWindow);
                return new Refusal(Outcome.Invalid, "Current password doesn't match!");
        }
        if (UserRules.CheckPassword(newPassword) is { } wrong)
            return wrong;
        if (newPassword == currentPassword)
            return new Refusal(Outcome.Invalid, "New password should be different from existing!");
        if (await hasher.HashAsync(newPassword) is not { } hash)
            return Refusals.Overloaded;
        if (await ChangeAsync(user.Secrets with { PasswordHash = hash, Epoch = user.Secrets.Epoch + 1 }) is { } failed)
            return failed;
        return await StartSessionAsync(_user!);
    }

    public async Task<Answer<TokenPair>> Impersonate(Caller caller)
    {
        if (RefuseAdministration(caller) is { } refusal)
            return refusal;
        return _user!.Secrets.Enabled ? await StartSessionAsync(_user) : new Refusal(Outcome.Invalid, "User account is not active");
    }

    private async Task<Refusal?> ChangeAsync(UserSecrets secrets)
    {
        var before = _user!.Secrets.Version;
        return Take(await store.UpdateSecretsAsync(_user.Id, secrets with { Version = before + 1 }, before, CancellationToken.None));
    }

    private Refusal? RefuseWrite(Caller caller) => Find() is not { } user ? Refusals.Missing : UserRules.MayWrite(caller, user) ? null : Refusals.Forbidden;

    private Refusal? RefuseAdministration(Caller caller) => Find() is null ? Refusals.Missing : Refusals.UnlessAdministrator(caller);

    private void Gone()
    {
        _user = null;
        DeactivateOnIdle();
    }
}
