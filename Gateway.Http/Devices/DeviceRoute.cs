using Microsoft.AspNetCore.Http.Metadata;

namespace OrleansIot.Gateway.Devices;

/// <summary>A path of the device API with its methods.</summary>
internal sealed class DeviceRoute(IReadOnlyCollection<IDeviceEndpoint> endpoints)
{
    private readonly IDeviceEndpoint? _get = endpoints.SingleOrDefault(e => e.Method == HttpMethods.Get);
    private readonly IDeviceEndpoint? _post = endpoints.SingleOrDefault(e => e.Method == HttpMethods.Post);

    /// <summary>Value of the Allow header of a 405.</summary>
    public string Allow { get; } = string.Join(", ", endpoints.Select(e => e.Method == HttpMethods.Get ? "GET, HEAD" : e.Method).Order());

    /// <summary>Names the path in metrics and spans, with a place-holder where the token is.</summary>
    public Endpoint Template { get; } = new(null, new(new RouteTemplate($"{DeviceApi.Root}{{token}}/{endpoints.First().Path}")), null);

    public int BodyLimit { get; } = endpoints.Max(e => e.BodyLimit);

    public IDeviceEndpoint? Find(string method) =>
        HttpMethods.IsPost(method) ? _post : HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? _get : null;

    private sealed record RouteTemplate(string Route) : IRouteDiagnosticsMetadata;
}
