using Microsoft.Extensions.Options;
using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.Storage;

namespace OrleansIot.Silo.Hosting;

/// <summary>Work on the database that a start can ask for instead of serving.</summary>
internal sealed class HostWork
{
    /// <summary>Gives the administrator a new password.</summary>
    private const string ResetAdmin = "--reset-admin";

    /// <summary>Brings the schema up to date, for whoever gives silos a role that may not.</summary>
    private const string MigrateOnly = "--migrate-only";

    private readonly bool _resetsAdmin;

    private HostWork(bool resetsAdmin) => _resetsAdmin = resetsAdmin;

    /// <param name="settings">The arguments that are settings.</param>
    /// <returns>Null: serve.</returns>
    public static HostWork? Read(string[] args, out string[] settings)
    {
        settings = [.. args.Where(a => a is not (ResetAdmin or MigrateOnly))];
        return settings.Length == args.Length ? null : new(args.Contains(ResetAdmin));
    }

    public async Task RunAsync(WebApplication app)
    {
        await using (app)
        {
            await app.Services.GetRequiredService<ISchema>().MigrateAsync(CancellationToken.None);
            if (!_resetsAdmin)
                return;
            var admin = app.Services.GetRequiredService<IOptions<AdminOptions>>().Value;
            var administrator = await app.Services.GetRequiredService<IAccountsBootstrap>().ResetAdminAsync(admin.Email, admin.Password, CancellationToken.None);
            Welcome.Print(Console.Out, administrator);
        }
    }
}
