using Microsoft.AspNetCore.Http.Features;

namespace OrleansIot.Gateway.Claiming;

/// <summary>A device's name in the path <c>/api/customer/device/{deviceName}/…</c>, percent-decoded whole: the server leaves slashes encoded.</summary>
internal readonly record struct DeviceName(string Value)
{
    private const int Place = 4;

    public static ValueTask<DeviceName> BindAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var segments = (query < 0 ? target : target[..query]).Split('/');
        return new(new DeviceName(segments.Length > Place ? Uri.UnescapeDataString(segments[Place]) : ""));
    }
}
