using Orleans.Concurrency;
using OrleansIot.Values;

namespace OrleansIot.Accounts;

/// <summary>One user: whether it may come in, and with what. Calls of the management API carry the caller; the grain checks what the caller may do.</summary>
[Alias("OrleansIot.IUserGrain")]
public interface IUserGrain : IGrainWithGuidKey
{
    /// <summary>The user as a caller, or null when a token of this epoch and session opens nothing any more. Answered from memory, never behind a password check.</summary>
    [Alias("Admit"), ResponseTimeout(CallTimes.Attempt), AlwaysInterleave]
    ValueTask<Caller?> Admit(long epoch, Guid session);

    [Alias("LogIn"), ResponseTimeout(CallTimes.Long)]
    Task<LoginAnswer> LogIn(string password);

    [Alias("Refresh")]
    Task<LoginAnswer> Refresh(RefreshTicket ticket);

    /// <summary>Ends a session: its tokens open nothing any more.</summary>
    [Alias("LogOut")]
    Task LogOut(Guid session);

    /// <summary>Changes the caller's own password. All older tokens end; the answer is a pair of the new epoch.</summary>
    [Alias("ChangePassword"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<TokenPair>> ChangePassword(Caller caller, string currentPassword, string newPassword);

    [Alias("Get")]
    Task<Answer<UserInfo>> Get(Caller caller);

    /// <summary>Changes the fields; authority and customer stay what they are. Conflict: the e-mail is taken, or <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    [Alias("Update")]
    Task<Answer<UserInfo>> Update(Caller caller, UserFields fields, long? expectedVersion);

    /// <summary>Deletes the user with all sessions. Invalid: it is the last administrator who can log in.</summary>
    [Alias("Delete")]
    Task<Answer<bool>> Delete(Caller caller);

    /// <summary>Lets the user in or shuts it out. Invalid: it is the last administrator who can log in.</summary>
    [Alias("SetEnabled")]
    Task<Answer<bool>> SetEnabled(Caller caller, bool enabled);

    /// <summary>Makes a new activation token; an older one ends. Invalid: the user has a password.</summary>
    [Alias("CreateActivation")]
    Task<Answer<Activation>> CreateActivation(Caller caller);

    /// <summary>Sets the first password and logs in. Invalid: the token is not the user's current one, or has expired.</summary>
    [Alias("Activate"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<TokenPair>> Activate(string activationToken, string password);

    /// <summary>A login as this user, for an administrator.</summary>
    [Alias("Impersonate")]
    Task<Answer<TokenPair>> Impersonate(Caller caller);
}
