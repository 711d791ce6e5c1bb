namespace OrleansIot.Gateway.Http;

/// <summary>CORS as ThingsBoard has it: tokens travel in paths and headers, which no foreign page can make a browser send, so any origin may ask (specification 1.1).</summary>
public static class AnyOrigin
{
    private const string Policy = "any origin";

    public static IServiceCollection AddAnyOrigin(this IServiceCollection services) => services.AddCors(cors => cors.AddPolicy(Policy, policy => policy
        .SetIsOriginAllowed(_ => true).AllowAnyMethod().AllowAnyHeader().AllowCredentials().SetPreflightMaxAge(TimeSpan.FromSeconds(1_800))));

    /// <summary>Answers pre-flights and marks answers, on every path. A request without an Origin header passes by, and costs nothing: devices send none.</summary>
    public static IApplicationBuilder UseAnyOrigin(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Headers.Origin.Count > 0, asked => asked.UseCors(Policy));
}
