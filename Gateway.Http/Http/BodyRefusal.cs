namespace OrleansIot.Gateway.Http;

/// <summary>Why a body was not taken.</summary>
internal enum BodyRefusal
{
    None,
    Missing,
    TooLarge,
    UnknownEncoding,
    UnknownCharset,
    Undecodable,

    /// <summary>All memory for bodies is in use.</summary>
    Busy,
}
