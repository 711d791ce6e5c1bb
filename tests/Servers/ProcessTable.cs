using System.Globalization;

namespace OrleansIot.Servers;

/// <summary>Processes that we did not start ourselves, as the kernel shows them.</summary>
internal static class ProcessTable
{
    /// <summary>False also for one that has ended and that nobody has collected yet.</summary>
    public static bool IsRunning(int process) => Stat(process) is { } stat && stat[0] != "Z";

    public static int[] ChildrenOf(int process)
    {
        var parent = process.ToString(CultureInfo.InvariantCulture);
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && Stat(id) is { } stat && stat[1] == parent)];
    }

    /// <summary>Processor time used so far, user and system; with <paramref name="withEnded"/> also that of children that have ended.</summary>
    public static TimeSpan ProcessorTime(int process, bool withEnded = false)
    {
        var ticks = Stat(process) is { } stat ? stat.Skip(11).Take(withEnded ? 4 : 2).Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) : 0;
        return TimeSpan.FromMilliseconds(ticks * 10); // The kernel counts in hundredths of a second.
    }

    /// <summary>Memory that the process holds at present; what it shares with others counts as well.</summary>
    public static long ResidentBytes(int process)
    {
        const string name = "VmRSS:";
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - "kB".Length), CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>State, parent and what follows; null when there is no such process.</summary>
    private static string[]? Stat(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
