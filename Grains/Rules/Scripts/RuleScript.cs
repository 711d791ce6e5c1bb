using Jint;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>A script as it was parsed, and how its last runs went. Shared by all engines of a silo.</summary>
public sealed class RuleScript
{
    private int _broken;
    private long _suspendedUntil;

    private RuleScript(ScriptKind kind, Prepared<Acornima.Ast.Script> code) => (Kind, Code) = (kind, code);

    public ScriptKind Kind { get; }

    internal Prepared<Acornima.Ast.Script> Code { get; }

    /// <summary>The script, or what is wrong with it.</summary>
    public static RuleScript? TryParse(string? source, ScriptKind kind, ScriptOptions options, out string problem) =>
        ScriptSource.TryPrepare(source, options, out var code, out problem) ? new(kind, code) : null;

    /// <param name="now">Timestamp of the time provider.</param>
    internal bool IsSuspended(long now) => Volatile.Read(ref _suspendedUntil) is var until && until != 0 && now < until;

    /// <summary>A run has kept its limits or broken them; too many that broke them in a row suspend the script until <paramref name="until"/>.</summary>
    internal void Count(bool broke, int suspendAfter, long until)
    {
        if (!broke)
        {
            if (Volatile.Read(ref _broken) != 0)
                Volatile.Write(ref _broken, 0);
            return;
        }
        if (Interlocked.Increment(ref _broken) < suspendAfter)
            return;
        Volatile.Write(ref _broken, 0);
        Volatile.Write(ref _suspendedUntil, until);
    }
}
