using Microsoft.Extensions.Options;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Storage;
using OrleansIot.Silo.Storage.Postgres;

namespace OrleansIot.Silo.Hosting;

/// <summary>What a silo of a cluster sees to before it starts. Many may do so at once, and the database may come later than they.</summary>
internal sealed partial class ClusterPreparation(
    ISchema schema, IAccountsBootstrap accounts, RuleBootstrap rules, IOptions<AdminOptions> admin, TimeProvider time, ILogger<ClusterPreparation> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="AdministratorException">The database has no administrator, and the configuration does not say how to make one.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await schema.MigrateAsync(cancellation);
        while (!await TryEnsureAsync(cancellation))
            await Task.Delay(Pause, time, cancellation);
    }

    private async Task<bool> TryEnsureAsync(CancellationToken cancellation)
    {
        try
        {
            if (await accounts.EnsureAsync(admin.Value.Email, admin.Value.Password, mayGenerate: false, cancellation) is { } administrator)
                LogCreated(administrator.Email);
            await rules.EnsureAsync(cancellation);
            return true;
        }
        catch (Exception exception) when (PostgresFaults.IsTransient(exception))
        {
            LogWaiting(exception.Message);
            return false;
        }
    }

    [LoggerMessage(3001, LogLevel.Information, "The first administrator is {Email}, with the password from Admin:Password")]
    private partial void LogCreated(string email);

    [LoggerMessage(3002, LogLevel.Warning, "Waiting for the database: {Reason}")]
    private partial void LogWaiting(string reason);
}
