namespace OrleansIot.Gateway.Devices;

/// <summary>One method of one path of the device API.</summary>
internal interface IDeviceEndpoint
{
    /// <summary>GET or POST. GET also answers HEAD.</summary>
    string Method { get; }

    /// <summary>The path behind the token, without a slash in front; where it ends in <c>/{id}</c>, its last segment may be anything but empty.</summary>
    string Path { get; }

    /// <summary>Whether the answer is JSON, so that an Accept header which excludes it is answered 406.</summary>
    bool AnswersJson { get; }

    /// <summary>Largest body in bytes, inclusive; 0 when no body is expected.</summary>
    int BodyLimit { get; }

    Task HandleAsync(HttpContext context, DeviceSession session);
}
