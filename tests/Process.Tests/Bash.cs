using System.Diagnostics;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>Runs what a user would paste.</summary>
internal sealed record Bash(int ExitCode, string Output, string Errors)
{
    /// <param name="environment">Names and values for the script to use.</param>
    public static async Task<Bash> RunAsync(string script, string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        var output = process.StandardOutput.ReadToEndAsync(guard.Token);
        var errors = process.StandardError.ReadToEndAsync(guard.Token);
        await process.WaitForExitAsync(guard.Token);
        return new Bash(process.ExitCode, await output, await errors);
    }
}
