using System.Diagnostics;
using System.Text;

namespace OrleansIot.Servers;

/// <summary>A child process with its output kept. Ends with its owner at the latest.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Longer than anything that works takes, on a loaded machine too.</summary>
    public static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private bool _isDisposed;

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written to standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors => Read(_errors);

    /// <param name="environment">Added to what this process has; null removes.</param>
    public static ServerProcess Start(string executable, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(executable)),
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Waits until standard output holds what it should and gives all of it; throws when the process ends before.</summary>
    public async Task<string> WaitForOutputAsync(Func<string, bool> holds)
    {
        using var guard = new CancellationTokenSource(HangGuard);
        while (!holds(Output))
        {
            if (HasExited || guard.IsCancellationRequested)
                throw new InvalidOperationException($"The server never printed what it should.\n{Output}{Errors}");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }

        return Output;
    }

    /// <summary>Waits for its end and gives the exit code; all output is there then.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var guard = new CancellationTokenSource(HangGuard);
        await _process.WaitForExitAsync(guard.Token);
        return _process.ExitCode;
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        _ = Libc.Kill(_process.Id, Libc.Terminate);
        return WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still with all its connections open, as when its machine hangs.</summary>
    public void Suspend() => _ = Libc.Kill(_process.Id, Libc.Pause);

    /// <summary>SIGCONT: it goes on as if nothing had happened.</summary>
    public void Resume() => _ = Libc.Kill(_process.Id, Libc.Continue);

    /// <summary>Processor time used so far, user and system.</summary>
    public TimeSpan ProcessorTime() => ProcessTable.ProcessorTime(Id);

    /// <summary>Memory it holds at present.</summary>
    public long ResidentBytes() => ProcessTable.ResidentBytes(Id);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static void Keep(StringBuilder log, string? line)
    {
        if (line is null)
            return;
        lock (log)
            log.Append(line).Append('\n');
    }

    private static string Read(StringBuilder log)
    {
        lock (log)
            return log.ToString();
    }
}
