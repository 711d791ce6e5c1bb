using System.Reflection;

namespace OrleansIot.Servers;

/// <summary>Where the build put what is started from here.</summary>
public static class Built
{
    /// <summary>The silo host, in the configuration this assembly was built in.</summary>
    public static string SiloExecutable { get; } = Find("SiloExecutable");

    /// <summary>The gateway host, likewise.</summary>
    public static string GatewayExecutable { get; } = Find("GatewayExecutable");

    internal static string BalancerConfiguration { get; } = Find("BalancerConfiguration");

    internal static string ProbeAssembly { get; } = Find("ProbeAssembly");

    private static string Find(string name)
    {
        var values = typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        var path = Path.GetFullPath(values.Single(v => v.Key == name).Value!);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not built.", path);
    }
}
