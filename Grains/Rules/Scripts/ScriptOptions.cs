using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>What a rule script may use up. A script that wants more ends on the Failure relation; nobody else notices.</summary>
public sealed class ScriptOptions
{
    public const string Section = "Rules:Scripts";

    /// <summary>Milliseconds of one run.</summary>
    [Range(10, 60_000)]
    public int TimeLimit { get; set; } = 500;

    /// <summary>Statements of one run.</summary>
    [Range(100, 1_000_000_000)]
    public int MaxStatements { get; set; } = 1_000_000;

    /// <summary>Bytes that one run may allocate in all, whether it still needs them or not.</summary>
    [Range(1 << 20, 1 << 30)]
    public long MaxMemory { get; set; } = 16 << 20;

    /// <summary>How often a function may be inside itself.</summary>
    [Range(10, 10_000)]
    public int MaxRecursion { get; set; } = 200;

    /// <summary>Elements of an array.</summary>
    [Range(100, 100_000_000)]
    public int MaxArrayLength { get; set; } = 100_000;

    /// <summary>UTF-16 units of a text that a built-in function makes, and of the whole result.</summary>
    [Range(1_024, 1 << 28)]
    public int MaxTextLength { get; set; } = 1 << 20;

    /// <summary>Milliseconds of one match of a regular expression.</summary>
    [Range(1, 10_000)]
    public int RegexTimeLimit { get; set; } = 100;

    /// <summary>UTF-16 units of a script's source.</summary>
    [Range(100, 1 << 20)]
    public int MaxSourceLength { get; set; } = 65_536;

    /// <summary>Scripts that run side by side on one silo; 0: one per processor. More wait for their turn.</summary>
    [Range(0, 1_024)]
    public int MaxParallel { get; set; }

    /// <summary>Runs that wait for their turn on one silo; one more fails at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>Runs in a row that break a limit; then the script is not run for a while, so that it does not take the others' time.</summary>
    [Range(1, 1_000)]
    public int SuspendAfter { get; set; } = 3;

    /// <summary>Seconds for which such a script is not run.</summary>
    [Range(1, 86_400)]
    public int SuspendFor { get; set; } = 60;
}
