namespace OrleansIot.Grains.Rules.Http;

/// <summary>The address may not be called.</summary>
internal sealed class TargetRefusedException(string host) : IOException($"'{host}' is not an address that rule nodes may call");
