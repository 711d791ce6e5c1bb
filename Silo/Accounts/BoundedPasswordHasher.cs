using Microsoft.AspNetCore.Identity;
using OrleansIot.Grains.Accounts;

namespace OrleansIot.Silo.Accounts;

/// <summary>The framework's PBKDF2, on pool threads: half the cores at most, so that a flood of logins cannot stop the devices.</summary>
internal sealed class BoundedPasswordHasher : IPasswordHasher, IDisposable
{
    /// <summary>Passwords that may wait; one more is answered Busy.</summary>
    private const int MaxWaiting = 128;

    private readonly PasswordHasher<object> _hasher = new();
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly object _nobody = new();
    private readonly Lazy<string> _decoy;
    private int _waiting;

    public BoundedPasswordHasher() => _decoy = new(() => _hasher.HashPassword(_nobody, Guid.NewGuid().ToString()));

    public Task<string?> HashAsync(string password) => RunAsync<string?>(() => _hasher.HashPassword(_nobody, password), null);

    public Task<PasswordVerdict> VerifyAsync(string? hash, string password) => RunAsync(
        () =>
        {
            var right = _hasher.VerifyHashedPassword(_nobody, hash ?? _decoy.Value, password) != PasswordVerificationResult.Failed;
            return right && hash is not null ? PasswordVerdict.Right : PasswordVerdict.Wrong;
        },
        PasswordVerdict.Busy);

    public void Dispose() => _turns.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, T busy)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return busy;
        }

        try
        {
            await _turns.WaitAsync().ConfigureAwait(false);
            try
            {
                return await Task.Run(work).ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
