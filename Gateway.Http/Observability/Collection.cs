using System.Reflection;
using Npgsql;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OrleansIot.Gateway.Observability;

/// <summary>Which meters and sources are collected for whom. A type of its own, so that a process nobody listens to does not even load OpenTelemetry.</summary>
internal static class Collection
{
    /// <summary>Share of the requests that are traced where <c>OTEL_TRACES_SAMPLER</c> does not say.</summary>
    private const double TracedShare = 0.05;

    private static readonly string[] Meters =
        ["OrleansIot.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private static readonly string[] Sources = ["OrleansIot.*", "Microsoft.AspNetCore", OwnCalls.Source];

    public static void Add(WebApplicationBuilder builder, Exports exports, string service)
    {
        var configuration = builder.Configuration;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(service, serviceVersion: Version(), serviceInstanceId: configuration["POD_NAME"])
            .AddEnvironmentVariableDetector());
        if (exports.Metrics || exports.MetricsUrl is not null)
            telemetry.WithMetrics(metrics => Collect(metrics, exports, configuration));
        if (exports.Traces)
            telemetry.WithTracing(traces => Collect(traces, configuration));
        if (exports.Logs)
            telemetry.WithLogging(
                logs => logs.AddOtlpExporter(otlp => OtlpSignal.Configure(otlp, configuration, OtlpSignal.Logs)),
                options => options.IncludeFormattedMessage = true);
    }

    private static void Collect(MeterProviderBuilder metrics, Exports exports, IConfiguration configuration)
    {
        metrics.AddMeter(Meters).AddNpgsqlInstrumentation();
        if (exports.Metrics)
            metrics.AddOtlpExporter(otlp => OtlpSignal.Configure(otlp, configuration, OtlpSignal.Metrics));
        if (exports.MetricsUrl is not null)
            metrics.AddPrometheusExporter();
    }

    private static void Collect(TracerProviderBuilder traces, IConfiguration configuration)
    {
        traces.AddSource(Sources).AddNpgsql().AddProcessor(new OwnCalls()).AddOtlpExporter(otlp => OtlpSignal.Configure(otlp, configuration, OtlpSignal.Traces));
        if (string.IsNullOrWhiteSpace(configuration["OTEL_TRACES_SAMPLER"]))
            traces.SetSampler(DefaultSampler());
    }

    /// <summary>
    /// A trace is in or out by its id, the same in every process. That a stranger in front of the gateway sampled it does not count, or devices could make every request a
    /// traced one.
    /// </summary>
    private static ParentBasedSampler DefaultSampler()
    {
        var share = new TraceIdRatioBasedSampler(TracedShare);
        return new(share, remoteParentSampled: share);
    }

    private static string Version() => typeof(Collection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
