using OrleansIot.Grains.Accounts;

namespace OrleansIot.Silo.Accounts;

internal static class AccountExtensions
{
    /// <summary>What the grains of users, customers and device profiles need beside the stores.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection(AccountOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IPasswordHasher, BoundedPasswordHasher>()
            .AddSingleton<ITokenMint, TokenMint>()
            .AddSingleton<UnknownLogins>()
            .AddSingleton<IAccountsBootstrap, AccountsBootstrap>();
    }
}
