namespace OrleansIot.Chaos;

/// <summary>Entry class.</summary>
internal static class ChaosProgram
{
    private static int Main() => 0;
}
