namespace OrleansIot.Gateway.Observability;

/// <summary>
/// What this process tells the outside about itself, by OpenTelemetry's standard environment variables and <c>Metrics:Url</c>. Where nobody listens, nothing is built.
/// </summary>
/// <param name="Traces">Spans go to an OTLP receiver.</param>
/// <param name="Metrics">Metrics go to an OTLP receiver.</param>
/// <param name="Logs">Logs go to an OTLP receiver.</param>
/// <param name="MetricsUrl">Where Prometheus finds <c>/metrics</c>; null: nowhere.</param>
public sealed record Exports(bool Traces, bool Metrics, bool Logs, MetricsUrl? MetricsUrl)
{
    public bool Any => Traces || Metrics || Logs || MetricsUrl is not null;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException"><c>Metrics:Url</c> is no address.</exception>
    public static Exports From(IConfiguration configuration)
    {
        var url = MetricsUrl.From(configuration);
        return string.Equals(configuration["OTEL_SDK_DISABLED"]?.Trim(), "true", StringComparison.OrdinalIgnoreCase)
            ? new(false, false, false, url)
            : new(
                OtlpSignal.IsSent(configuration, OtlpSignal.Traces),
                OtlpSignal.IsSent(configuration, OtlpSignal.Metrics),
                OtlpSignal.IsSent(configuration, OtlpSignal.Logs),
                url);
    }
}
