namespace OrleansIot.Polls;

/// <summary>What became of a delivery.</summary>
/// <param name="IsWritten">
/// True: the last byte was flushed to a connection that was alive then. False: it was not, or (also after a true one, while the lease lasts) the connection
/// broke with an error before its next request.
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansIot.Settlement")]
public sealed record Settlement([property: Id(0)] PollKind Kind, [property: Id(1)] long PollId, [property: Id(2)] long Lease, [property: Id(3)] bool IsWritten);
