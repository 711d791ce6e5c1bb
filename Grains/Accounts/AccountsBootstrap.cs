using OrleansIot.Accounts;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Accounts;

public sealed class AccountsBootstrap(IUserStore users, IDeviceProfileStore profiles, IPasswordHasher hasher, TimeProvider time) : IAccountsBootstrap
{
    public async Task<FirstAdministrator?> EnsureAsync(string email, string? password, bool mayGenerate, CancellationToken cancellation)
    {
        await profiles.EnsureDefaultAsync(ProfileTemplate.Named("default"), Guid.CreateVersion7(time.GetUtcNow()), Now, cancellation);
        if (await users.FirstAdministratorAsync(cancellation) is not null)
            return null;
        var fields = new UserFields(email, Authority.TenantAdmin, null, null, null, null, null);
        if (UserRules.Check(fields) is { } wrong)
            throw new AdministratorException($"Admin:Email: {wrong.Reason}");
        if (string.IsNullOrEmpty(password) && !mayGenerate)
            throw new AdministratorException("Admin:Password is not set, and the database has no administrator yet: set it (environment: Admin__Password) to the password that the first one shall have.");
        var (shown, hash) = await NewPasswordAsync(password);
        var user = new UserRecord(Guid.CreateVersion7(time.GetUtcNow()), Now, fields, 1, UserSecrets.Initial with { PasswordHash = hash });
        var answer = await users.CreateAsync(user, cancellation);
        if (answer.Outcome == Outcome.Done)
            return new(email, shown);
        // Another process that starts as well may have been faster.
        return await users.FirstAdministratorAsync(cancellation) is not null ? null : throw new AdministratorException($"Admin:Email: {answer.Reason}");
    }

    public async Task<FirstAdministrator> ResetAdminAsync(string email, string? password, CancellationToken cancellation)
    {
        var named = await users.FindByEmailAsync(email, cancellation) is { } id ? await users.LoadAsync(id, cancellation) : null;
        var user = named is { Fields.Authority: Authority.TenantAdmin } ? named : await users.FirstAdministratorAsync(cancellation);
        if (user is null)
            return await EnsureAsync(email, password, mayGenerate: true, cancellation) ?? throw new InvalidOperationException(Refusals.Moved.Reason);
        var (shown, hash) = await NewPasswordAsync(password);
        var old = user.Secrets;
        var secrets = new UserSecrets(true, hash, null, 0, old.Epoch + 1, old.Version + 1);
        var answer = await users.UpdateSecretsAsync(user.Id, secrets, old.Version, cancellation);
        return answer.Outcome == Outcome.Done ? new(user.Fields.Email, shown) : throw new InvalidOperationException(answer.Reason);
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<(string? Shown, string Hash)> NewPasswordAsync(string? configured)
    {
        var password = string.IsNullOrEmpty(configured) ? SecretText.NewPassword() : configured;
        if (UserRules.CheckPassword(password) is { } wrong)
            throw new AdministratorException($"Admin:Password: {wrong.Reason}");
        var hash = await hasher.HashAsync(password) ?? throw new InvalidOperationException(Refusals.Overloaded.Reason);
        return (string.IsNullOrEmpty(configured) ? password : null, hash);
    }
}
