using Microsoft.Extensions.Options;
using OrleansIot.Accounts;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Accounts;

/// <summary>One user. Not reentrant: passwords of one user are checked one after another. The logins are here, the management calls in the other part.</summary>
public sealed partial class UserGrain(IUserStore store, IPasswordHasher hasher, ITokenMint mint, IOptions<AccountOptions> options, TimeProvider time) : Grain, IUserGrain
{
    /// <summary>Sessions that were ended, with the instant from which their tokens are dead anyway.</summary>
    private readonly Dictionary<Guid, long> _ended = [];

    private UserRecord? _user;
    private FailureThrottle _throttle;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long AccessLifetime => (long)options.Value.AccessLifetime.TotalMilliseconds;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _user = await store.LoadAsync(this.GetPrimaryKey(), cancellationToken);
        if (_user is null)
            return;
        foreach (var session in await store.EndedSessionsAsync(_user.Id, Now, cancellationToken))
            _ended[session] = Now + AccessLifetime;
    }

    public ValueTask<Caller?> Admit(long epoch, Guid session) =>
        new(Find() is { Secrets.Enabled: true } user && user.Secrets.Epoch == epoch && !_ended.ContainsKey(session)
            ? new Caller(user.Id, user.Fields.Authority, user.Fields.CustomerId)
            : null);

    public async Task<LoginAnswer> LogIn(string password)
    {
        if (_throttle.Wait(Now, options.Value.MaxLoginFailures, options.Value.LoginWindow) is > 0 and var seconds)
            return new(LoginEnd.Throttled, RetryAfterSeconds: seconds);
        switch (await hasher.VerifyAsync(Find()?.Secrets.PasswordHash, password))
        {
            case PasswordVerdict.Busy:
                return LoginAnswer.Busy;
            case PasswordVerdict.Right when _user is { } user:
                _throttle = default;
                return user.Secrets.Enabled ? new(LoginEnd.Granted, await StartSessionAsync(user)) : LoginAnswer.Disabled;
            default:
                _throttle = _throttle.Failed(Now, options.Value.LoginWindow);
                return LoginAnswer.Refused;
        }
    }

    public async Task<LoginAnswer> Refresh(RefreshTicket ticket)
    {
        if (Find() is not { Secrets.Enabled: true } user || user.Secrets.Epoch != ticket.Epoch)
            return LoginAnswer.Refused;
        if (await store.LoadSessionAsync(ticket.Session, CancellationToken.None) is not { } session || session.UserId != user.Id)
            return LoginAnswer.Refused;
        var now = Now;
        switch (session.Judge(ticket.TokenId, now, options.Value))
        {
            case RefreshVerdict.Rotate:
                var next = session.Rotate(now, options.Value);
                return await store.RotateSessionAsync(next, session.CurrentToken, CancellationToken.None)
                    ? new(LoginEnd.Granted, await mint.MintAsync(user, next))
                    : LoginAnswer.Busy;
            case RefreshVerdict.Repeat:
                return new(LoginEnd.Granted, await mint.MintAsync(user, session));
            case RefreshVerdict.Stolen:
                await LogOut(session.Id);
                return LoginAnswer.Refused;
            default:
                return LoginAnswer.Refused;
        }
    }

    public async Task LogOut(Guid session)
    {
        if (Find() is not { } user)
            return;
        var now = Now;
        var keepUntil = now + AccessLifetime;
        await store.EndSessionAsync(user.Id, session, now, keepUntil, CancellationToken.None);
        foreach (var (id, until) in _ended)
            if (until < now)
                _ended.Remove(id);
        _ended[session] = keepUntil;
    }

    /// <summary>The user; a grain of nobody does not stay in memory.</summary>
    private UserRecord? Find()
    {
        if (_user is null)
            DeactivateOnIdle();
        return _user;
    }

    private async Task<TokenPair> StartSessionAsync(UserRecord user)
    {
        var session = Session.Start(user.Id, Now, options.Value);
        await store.StartSessionAsync(session, options.Value.MaxSessions, CancellationToken.None);
        return await mint.MintAsync(user, session);
    }

    /// <summary>Takes what the store made of a change. A change that somebody else has overtaken drops the activation: the next call starts from the database.</summary>
    private Refusal? Take(Answer<UserRecord> answer)
    {
        if (answer.Outcome == Outcome.Done)
        {
            _user = answer.Value;
            return null;
        }
        if (answer.Outcome is Outcome.NotFound or Outcome.Conflict)
            DeactivateOnIdle();
        return new(answer.Outcome, answer.Reason ?? "");
    }
}
