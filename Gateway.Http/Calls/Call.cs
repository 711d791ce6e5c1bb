namespace OrleansIot.Gateway.Calls;

/// <summary>What the attempts of one request's call have in common.</summary>
/// <param name="Attempt">Any number that no other request has: by it a grain knows a call that comes again.</param>
/// <param name="Started">Timestamp of the time provider.</param>
internal readonly record struct Call(long Attempt, long Started);
