using OrleansIot.Grains.Accounts;
using OrleansIot.Grains.Customers;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Grains.Storage;
using OrleansIot.Silo.Storage.Sqlite.Accounts;
using OrleansIot.Silo.Storage.Sqlite.Customers;
using OrleansIot.Silo.Storage.Sqlite.DeviceProfiles;

namespace OrleansIot.Silo.Accounts;

internal static class AccountExtensions
{
    /// <summary>What the grains of users, customers and device profiles need, over the embedded database.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection(AccountOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<ISettingStore, SqliteSettingStore>()
            .AddSingleton<IUserStore, SqliteUserStore>()
            .AddSingleton<ICustomerStore, SqliteCustomerStore>()
            .AddSingleton<IDeviceProfileStore, SqliteDeviceProfileStore>()
            .AddSingleton<IPasswordHasher, BoundedPasswordHasher>()
            .AddSingleton<ITokenMint, TokenMint>()
            .AddSingleton<UnknownLogins>()
            .AddSingleton<IAccountsBootstrap, AccountsBootstrap>();
    }
}
