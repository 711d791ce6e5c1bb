namespace OrleansIot.Gateway.Observability;

/// <summary>Traces, metrics and logs of a host, for whoever is configured to listen. Both hosts use it: add before the build, use before anything else.</summary>
public static class ObservabilityExtensions
{
    /// <param name="service">Name of the service where <c>OTEL_SERVICE_NAME</c> does not give one.</param>
    /// <returns>What is exported: where there are traces, Orleans must carry their context from process to process.</returns>
    public static Exports AddObservability(this WebApplicationBuilder builder, string service)
    {
        var exports = Exports.From(builder.Configuration);
        if (exports.Any)
        {
            builder.Services.AddSingleton(exports);
            exports.MetricsUrl?.Listen(builder);
            Collection.Add(builder, exports, service);
        }
        return exports;
    }

    public static IApplicationBuilder UseObservability(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<Exports>() is not { } exports)
            return app;
        if (exports.Traces)
            app.Use(RequestSpans.Describe);
        if (exports.MetricsUrl is { } metrics)
            app.MapWhen(context => context.Connection.LocalPort == metrics.Port, branch => branch.UseOpenTelemetryPrometheusScrapingEndpoint(MetricsUrl.Path));
        return app;
    }
}
