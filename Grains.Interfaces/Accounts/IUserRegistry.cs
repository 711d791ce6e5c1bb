using OrleansIot.Values;

namespace OrleansIot.Accounts;

/// <summary>Finds, creates and lists users. Whatever concerns one user is decided by its <see cref="IUserGrain"/>.</summary>
[Alias("OrleansIot.IUserRegistry")]
public interface IUserRegistry : IGrainWithIntegerKey
{
    /// <summary>An unknown e-mail costs what a wrong password costs, and failures are counted for both.</summary>
    [Alias("LogIn"), ResponseTimeout(CallTimes.Long)]
    Task<LoginAnswer> LogIn(string email, string password);

    /// <summary>Changes a refresh token into a new pair.</summary>
    [Alias("Refresh")]
    Task<LoginAnswer> Refresh(string refreshToken);

    /// <summary>Sets the first password of the user that the activation token was made for, and logs in.</summary>
    [Alias("Activate"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<TokenPair>> Activate(string activationToken, string password);

    /// <summary>Creates a user without a password. Conflict: the e-mail is taken. Invalid: no such customer.</summary>
    /// <param name="id">Chosen by the caller, new for each creation: a call that comes again with the same one gets what the first one made.</param>
    [Alias("Create")]
    Task<Answer<UserInfo>> Create(Caller caller, Guid id, UserFields fields);

    /// <summary>The users that the caller may see and the query matches.</summary>
    [Alias("List"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<Page<UserInfo>>> List(Caller caller, UserQuery query);

    [Alias("GetVerificationKey")]
    Task<VerificationKey> GetVerificationKey();
}
