using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OrleansIot.Accounts;

namespace OrleansIot.Gateway.Accounts;

/// <summary>Lets users in by their access tokens.</summary>
internal static class UserAuthentication
{
    public const string Scheme = "user";

    /// <summary>Any user.</summary>
    public const string User = "user";

    /// <summary>Tenant administrators only.</summary>
    public const string Administrator = "administrator";

    public static IServiceCollection AddUserAuthentication(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeySource>();
        services.AddSingleton<UserTokenEvents>();
        services.AddSingleton(provider => new VerifiedTokens(provider.GetRequiredService<TimeProvider>()) { MapInboundClaims = false });
        // Not AddAuthentication: it would bring data protection along, which writes keys of its own to the disk.
        services.AddAuthenticationCore(options => options.DefaultScheme = Scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<JwtBearerOptions, JwtBearerHandler>(Scheme, _ => { });
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>();
        services.AddOptions<JwtBearerOptions>(Scheme).Configure<SigningKeySource, VerifiedTokens, TimeProvider>(Configure);
        services.AddAuthorizationBuilder()
            .AddPolicy(User, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser())
            .AddPolicy(Administrator, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser().RequireRole(nameof(Authority.TenantAdmin)));
        return services;
    }

    private static void Configure(JwtBearerOptions options, SigningKeySource keys, VerifiedTokens verified, TimeProvider time)
    {
        options.EventsType = typeof(UserTokenEvents);
        options.ConfigurationManager = keys;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(verified);
        options.TokenValidationParameters = new()
        {
            ValidTypes = [TokenClaims.AccessType],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidateAudience = false,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        };
    }
}
