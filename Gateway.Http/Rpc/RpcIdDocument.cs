namespace OrleansIot.Gateway.Rpc;

/// <summary><c>{"rpcId":"…"}</c>: where the record of a persistent command is.</summary>
internal sealed record RpcIdDocument(string RpcId);
