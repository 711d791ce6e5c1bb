using OrleansIot.Gateway.Hosting;

namespace OrleansIot.Gateway;

/// <summary>Entry class of the gateway host.</summary>
public static class GatewayProgram
{
    public static Task<int> Main(string[] args) => GatewayHost.RunAsync(args);
}
