using Jint;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>A script as it was parsed, and how its last runs went. Shared by all engines of a silo.</summary>
public sealed class RuleScript
{
    private const int SlowAfter = 3;

    private int _broken;
    private int _slow;
    private long _suspendedUntil;
    private long _slowUntil;

    private RuleScript(ScriptKind kind, Prepared<Acornima.Ast.Script> code) => (Kind, Code) = (kind, code);

    public ScriptKind Kind { get; }

    internal Prepared<Acornima.Ast.Script> Code { get; }

    /// <summary>The script, or what is wrong with it.</summary>
    public static RuleScript? TryParse(string? source, ScriptKind kind, ScriptOptions options, out string problem) =>
        ScriptSource.TryPrepare(source, options, out var code, out problem) ? new(kind, code) : null;

    /// <param name="now">Timestamp of the time provider.</param>
    internal bool IsSuspended(long now) => Volatile.Read(ref _suspendedUntil) is var until && until != 0 && now < until;

    /// <summary>Whether it has lately taken longer than somebody could wait for.</summary>
    internal bool IsSlow(long now) => Volatile.Read(ref _slowUntil) is var until && until != 0 && now < until;

    /// <summary>A run for somebody who cannot wait was quick or was not; a few that were not in a row, and the script is slow until <paramref name="until"/>.</summary>
    internal void CountSlow(bool slow, long until)
    {
        if (!slow)
        {
            if (Volatile.Read(ref _slow) != 0)
                Volatile.Write(ref _slow, 0);
            return;
        }
        // One alone may be a machine that had something else to do.
        if (Interlocked.Increment(ref _slow) < SlowAfter)
            return;
        Volatile.Write(ref _slow, 0);
        Volatile.Write(ref _slowUntil, until);
    }

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
