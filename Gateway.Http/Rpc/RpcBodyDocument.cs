namespace OrleansIot.Gateway.Rpc;

/// <param name="Params">JSON as text.</param>
internal sealed record RpcBodyDocument(string Method, string Params);
