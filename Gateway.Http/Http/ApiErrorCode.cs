namespace OrleansIot.Gateway.Http;

/// <summary>Values of the error object's errorCode member (device API specification, section 1.3).</summary>
public static class ApiErrorCode
{
    public const int General = 2;
    public const int Authentication = 10;
    public const int JwtExpired = 11;
    public const int PermissionDenied = 20;
    public const int InvalidArguments = 30;
    public const int BadRequest = 31;
    public const int NotFound = 32;
    public const int TooManyRequests = 33;
}
