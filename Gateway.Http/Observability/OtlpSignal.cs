using System.Globalization;
using OpenTelemetry.Exporter;

namespace OrleansIot.Gateway.Observability;

/// <summary>
/// The environment variables that OpenTelemetry gives each signal besides those for all of them (<c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c> …). The library reads them only
/// where all signals are exported together; here each may go its own way or nowhere.
/// </summary>
internal static class OtlpSignal
{
    public const string Traces = "TRACES";
    public const string Metrics = "METRICS";
    public const string Logs = "LOGS";

    public static bool IsSent(IConfiguration configuration, string signal) =>
        !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"]?.Trim(), "none", StringComparison.OrdinalIgnoreCase)
        && !(string.IsNullOrWhiteSpace(Own(configuration, signal, "ENDPOINT")) && string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]));

    public static void Configure(OtlpExporterOptions options, IConfiguration configuration, string signal)
    {
        if (Own(configuration, signal, "PROTOCOL") is { Length: > 0 } protocol)
            options.Protocol = protocol.Trim() == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        if (Uri.TryCreate(Own(configuration, signal, "ENDPOINT"), UriKind.Absolute, out var endpoint))
            options.Endpoint = endpoint;
        if (Own(configuration, signal, "HEADERS") is { Length: > 0 } headers)
            options.Headers = headers;
        if (int.TryParse(Own(configuration, signal, "TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            options.TimeoutMilliseconds = milliseconds;
    }

    private static string? Own(IConfiguration configuration, string signal, string what) => configuration[$"OTEL_EXPORTER_OTLP_{signal}_{what}"];
}
