namespace OrleansIot.Gateway.Http;

/// <summary>How a body that was not taken looks on the management API.</summary>
internal static class BodyProblems
{
    /// <summary>Null: the body was taken.</summary>
    public static Problem? Of(BodyRefusal refusal, int limit) => refusal switch
    {
        BodyRefusal.None => null,
        BodyRefusal.Missing => Problem.Bad("The request needs a body"),
        BodyRefusal.TooLarge => new(StatusCodes.Status413PayloadTooLarge, $"Payload size exceeds the limit of {limit} bytes", ApiErrorCode.BadRequest),
        BodyRefusal.UnknownEncoding => Unsupported("Content-Encoding must be gzip, br, deflate or identity"),
        BodyRefusal.UnknownCharset => Unsupported("The charset of Content-Type is unknown"),
        BodyRefusal.Undecodable => Problem.Bad("The body cannot be decoded as its headers say"),
        _ => new(StatusCodes.Status503ServiceUnavailable, "The server is overloaded, try again later", ApiErrorCode.General),
    };

    private static Problem Unsupported(string message) => new(StatusCodes.Status415UnsupportedMediaType, message, ApiErrorCode.BadRequest);
}
