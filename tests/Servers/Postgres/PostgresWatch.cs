using System.Diagnostics;
using System.Globalization;

namespace OrleansIot.Servers.Postgres;

/// <summary>
/// A shell that starts the server for us and outlives us by a moment: when its input ends, because we dispose it or because we were killed,
/// it ends the server and removes the folder.
/// </summary>
internal sealed class PostgresWatch : IAsyncDisposable
{
    // Signals that a terminal sends to everybody must not end the watch before its work is done. The server sets its own handlers.
    private const string Script = """
        trap '' INT TERM HUP
        folder=$1
        shift
        while read -r port; do
            "$@" -c port="$port" >>"$folder/log" 2>&1 </dev/null &
            server=$!
            echo "$server"
        done
        if [ -n "$server" ] && kill -QUIT "$server" 2>/dev/null; then
            wait "$server"
        fi
        rm -rf "$folder"
        """;

    private readonly Process _shell;

    /// <param name="command">Starts the server in the foreground; the watch adds the port.</param>
    public PostgresWatch(string folder, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "postgres-watch", folder, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _shell = Process.Start(start)!;
    }

    /// <returns>Process id of the server.</returns>
    public async Task<int> StartServerAsync(int port)
    {
        await _shell.StandardInput.WriteLineAsync(port.ToString(CultureInfo.InvariantCulture));
        await _shell.StandardInput.FlushAsync();
        return int.Parse((await _shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        await _shell.WaitForExitAsync(guard.Token);
        _shell.Dispose();
    }
}
