using Microsoft.Extensions.Options;

namespace OrleansIot.Gateway.Observability;

/// <summary>Address of a listener that serves <c>/metrics</c> and nothing else, so that no balancer in front of the API can lead there.</summary>
public sealed record MetricsUrl(string Url, int Port)
{
    public const string Path = "/metrics";

    private const string Setting = "Metrics:Url";

    /// <returns>Null when it is not set.</returns>
    /// <exception cref="OptionsValidationException">It is set to something else than an address.</exception>
    public static MetricsUrl? From(IConfiguration configuration)
    {
        var value = configuration[Setting];
        if (string.IsNullOrWhiteSpace(value))
            return null;
        // Kestrel's own reading of addresses, which knows '*' and '+' as hosts.
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(value);
        }
        catch (FormatException)
        {
            throw Refuse(value);
        }
        var isPlain = address is { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false, Port: > 0, PathBase: "" };
        return isPlain ? new(value, address.Port) : throw Refuse(value);
    }

    /// <summary>Adds the listener to those of the host.</summary>
    public void Listen(WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            builder.Configuration["Kestrel:Endpoints:Metrics:Url"] = Url;
        else
            builder.WebHost.UseUrls([.. Addresses(builder.Configuration), Url]);
    }

    /// <summary>Where the host listens already, in the order in which the server reads its settings.</summary>
    private static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        return urls.Length > 0
            ? urls
            : [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"), .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}")];
    }

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static OptionsValidationException Refuse(string value) => new(
        Setting, typeof(MetricsUrl), [$"{Setting} is '{value}'; allowed is http://host:port with a port of its own, such as http://127.0.0.1:9464."]);
}
