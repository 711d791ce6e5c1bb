namespace OrleansIot.Silo;

/// <summary>Entry class of the silo host.</summary>
public static class SiloProgram
{
    public static void Main(string[] args)
    {
        _ = args;
    }
}
