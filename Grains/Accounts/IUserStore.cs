using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Grains.Accounts;

/// <summary>Users and their sessions. Every write is one transaction; the e-mail is unique without regard to case.</summary>
public interface IUserStore
{
    Task<UserRecord?> LoadAsync(Guid id, CancellationToken cancellation);

    Task<Guid?> FindByEmailAsync(string email, CancellationToken cancellation);

    Task<Guid?> FindByActivationAsync(string activationHash, CancellationToken cancellation);

    /// <summary>Conflict: the e-mail is taken. Invalid: no such customer.</summary>
    Task<Answer<UserRecord>> CreateAsync(UserRecord user, CancellationToken cancellation);

    /// <summary>Changes the fields where they still have <paramref name="expectedVersion"/>. NotFound, or Conflict: the e-mail is taken or the version has moved.</summary>
    Task<Answer<UserRecord>> UpdateFieldsAsync(Guid id, UserFields fields, long expectedVersion, CancellationToken cancellation);

    /// <summary>
    /// Changes the secrets where they still have <paramref name="expectedVersion"/>; a new epoch deletes the sessions.
    /// NotFound; Conflict: the version has moved; Invalid: no administrator could log in any more.
    /// </summary>
    Task<Answer<UserRecord>> UpdateSecretsAsync(Guid id, UserSecrets secrets, long expectedVersion, CancellationToken cancellation);

    /// <summary>Deletes the user and its sessions. NotFound; Invalid: no administrator could log in any more.</summary>
    Task<Outcome> DeleteAsync(Guid id, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<UserInfo>>> ListAsync(UserQuery query, CancellationToken cancellation);

    /// <summary>The administrator that was made first, or null.</summary>
    Task<UserRecord?> FirstAdministratorAsync(CancellationToken cancellation);

    /// <summary>Stores a new session; deletes expired ones, and of the user's own those beyond the newest <paramref name="maxSessions"/>.</summary>
    Task StartSessionAsync(Session session, int maxSessions, CancellationToken cancellation);

    Task<Session?> LoadSessionAsync(Guid id, CancellationToken cancellation);

    /// <summary>Stores the rotation where <paramref name="expectedToken"/> is still the current one. False: it is not.</summary>
    Task<bool> RotateSessionAsync(Session session, Guid expectedToken, CancellationToken cancellation);

    /// <summary>Ends a session of the user; the row stays until <paramref name="keepUntil"/>.</summary>
    Task EndSessionAsync(Guid userId, Guid id, long now, long keepUntil, CancellationToken cancellation);

    /// <summary>Sessions of the user that were ended and whose access tokens may still live.</summary>
    Task<Guid[]> EndedSessionsAsync(Guid userId, long now, CancellationToken cancellation);
}
