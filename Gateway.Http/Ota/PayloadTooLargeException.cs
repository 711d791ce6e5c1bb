namespace OrleansIot.Gateway.Ota;

/// <summary>More bytes come than a limit allows.</summary>
internal sealed class PayloadTooLargeException(long limit) : Exception($"Payload size exceeds the limit of {limit} bytes")
{
    public long Limit => limit;
}
