using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo;

/// <summary>Entry class of the silo host.</summary>
public static class SiloProgram
{
    public static Task<int> Main(string[] args) => SiloHost.RunAsync(args);
}
