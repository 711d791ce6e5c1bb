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
