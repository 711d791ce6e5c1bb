using System.Diagnostics;

namespace OrleansIot.Servers;

/// <summary>Runs a program to its end.</summary>
public static class ToolProcess
{
    /// <returns>What it wrote to standard output. Throws with what it wrote to standard error when its exit code is not 0.</returns>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.\n{await errors}");
    }
}
