using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Accounts;

[StatelessWorker, Reentrant]
public sealed class UserRegistry(IUserStore store, IPasswordHasher hasher, ITokenMint mint, UnknownLogins unknown, TimeProvider time) : Grain, IUserRegistry
{
    public async Task<LoginAnswer> LogIn(string email, string password)
    {
        if (email.Length > TextRules.MaxText || password.Length > UserRules.MaxPassword)
            return LoginAnswer.Refused;
        if (await store.FindByEmailAsync(email, CancellationToken.None) is { } id)
            return await GrainFactory.GetGrain<IUserGrain>(id).LogIn(password);
        if (unknown.Wait(email) is > 0 and var seconds)
            return new(LoginEnd.Throttled, RetryAfterSeconds: seconds);
        if (await hasher.VerifyAsync(null, password) == PasswordVerdict.Busy)
            return LoginAnswer.Busy;
        unknown.Failed(email);
        return LoginAnswer.Refused;
    }

    public async Task<LoginAnswer> Refresh(string refreshToken) =>
        await mint.ReadRefreshAsync(refreshToken) is { } ticket ? await GrainFactory.GetGrain<IUserGrain>(ticket.UserId).Refresh(ticket) : LoginAnswer.Refused;

    public async Task<Answer<TokenPair>> Activate(string activationToken, string password)
    {
        if (await store.FindByActivationAsync(SecretText.Hash(activationToken), CancellationToken.None) is not { } id)
            return new Refusal(Outcome.Invalid, "Activation token is invalid or has expired!");
        return await GrainFactory.GetGrain<IUserGrain>(id).Activate(activationToken, password);
    }

    public async Task<Answer<UserInfo>> Create(Caller caller, Guid id, UserFields fields)
    {
        if ((Refusals.UnlessAdministrator(caller) ?? UserRules.Check(fields)) is { } refusal)
            return refusal;
        var answer = await store.CreateAsync(new(id, time.GetUtcNow().ToUnixTimeMilliseconds(), fields, 1, UserSecrets.Initial), CancellationToken.None);
        return answer.Outcome == Outcome.Conflict && await store.LoadAsync(id, CancellationToken.None) is { } made
            ? made.Info
            : new Answer<UserInfo>(answer.Outcome, answer.Value?.Info, answer.Reason);
    }

    public async Task<Answer<Page<UserInfo>>> List(Caller caller, UserQuery query) =>
        caller.MaySee(query.CustomerId) ? await store.ListAsync(query, CancellationToken.None) : Refusals.Forbidden;

    public Task<VerificationKey> GetVerificationKey() => mint.GetKeyAsync();
}
