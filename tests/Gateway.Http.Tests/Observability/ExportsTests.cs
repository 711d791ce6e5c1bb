using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OrleansIot.Gateway.Observability;
using Xunit;

namespace OrleansIot.Gateway.Tests.Observability;

public sealed class ExportsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317";

    [Fact]
    public void nothing_is_exported_where_nothing_is_configured() => Assert.False(Exports.From(Settings()).Any);

    [Fact]
    public void one_endpoint_takes_all_signals() => Assert.Equal(new(true, true, true, null), Exports.From(Settings(Endpoint)));

    [Fact]
    public void a_signal_may_have_an_endpoint_alone() =>
        Assert.Equal(new(false, true, false, null), Exports.From(Settings("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://collector:4318/v1/metrics")));

    [Fact]
    public void a_signal_may_be_left_out() =>
        Assert.Equal(new(false, true, true, null), Exports.From(Settings(Endpoint, "OTEL_TRACES_EXPORTER=none")));

    [Fact]
    public void the_standard_switch_turns_everything_off_but_the_scrape() =>
        Assert.Equal(
            new(false, false, false, new("http://*:9464", 9464)),
            Exports.From(Settings(Endpoint, "OTEL_SDK_DISABLED=true", "Metrics:Url=http://*:9464")));

    [Theory]
    [InlineData("9464")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:9464/metrics")]
    [InlineData("https://0.0.0.0:9464")]
    [InlineData("http://unix:/tmp/socket")]
    public void an_address_for_metrics_that_is_none_is_refused_by_name(string url)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Exports.From(Settings("Metrics:Url=" + url)));
        Assert.StartsWith($"Metrics:Url is '{url}'; allowed is http://host:port", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void what_a_signal_sets_for_itself_wins()
    {
        var options = new OtlpExporterOptions { Endpoint = new("http://all:4317"), Headers = "all=1" };
        var settings = Settings(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://own:4318/v1/traces", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf", "OTEL_EXPORTER_OTLP_TRACES_HEADERS=own=1",
            "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=1234");
        OtlpSignal.Configure(options, settings, OtlpSignal.Traces);
        Assert.Equal(("http://own:4318/v1/traces", OtlpExportProtocol.HttpProtobuf, "own=1", 1234), (options.Endpoint.ToString(), options.Protocol, options.Headers, options.TimeoutMilliseconds));
        OtlpSignal.Configure(options, settings, OtlpSignal.Logs);
        Assert.Equal("http://own:4318/v1/traces", options.Endpoint.ToString());
    }

    private static IConfiguration Settings(params string[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s[..s.IndexOf('=')], (string?)s[(s.IndexOf('=') + 1)..]))).Build();
}
