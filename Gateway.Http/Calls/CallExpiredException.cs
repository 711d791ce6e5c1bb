namespace OrleansIot.Gateway.Calls;

/// <summary>No attempt was answered before the deadline: whether the call was executed is not known.</summary>
internal sealed class CallExpiredException(RetryReason reason, Exception? last) : Exception($"The call had no answer before its deadline, in the end because of {reason}", last);
