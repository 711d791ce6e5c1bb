namespace OrleansIot.Gateway.Accounts;

internal sealed record ActivationLinkDocument(string Value, long TtlMs);
