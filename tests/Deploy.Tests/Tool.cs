using System.Diagnostics;
using OrleansIot.Servers;

namespace OrleansIot.Deploy;

/// <summary>Programs of the machine that tests use; <c>test.sh</c> installs them where they are missing.</summary>
internal static class Tool
{
    /// <summary>On the path, or where Debian keeps what only root has on it.</summary>
    public static string Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"'{name}' is not installed.");

    /// <summary>Runs to its end and gives the status and all that was written.</summary>
    public static async Task<(int Status, string Output)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var guard = new CancellationTokenSource(2 * ServerProcess.HangGuard);
        var output = process.StandardOutput.ReadToEndAsync(guard.Token);
        var errors = process.StandardError.ReadToEndAsync(guard.Token);
        await process.WaitForExitAsync(guard.Token);
        return (process.ExitCode, await output + await errors);
    }
}
