using System.Net;

namespace OrleansIot.Servers;

/// <summary>Waiting for a server's first good answer.</summary>
public static class Readiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks until the path answers 200. Throws with the server's output when it ends instead, or never gets there.</summary>
    public static async Task WaitAsync(ServerProcess server, Uri address, string path)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!await IsReadyAsync(http, path, guard.Token))
        {
            if (server.HasExited || guard.IsCancellationRequested)
                throw new InvalidOperationException($"The server {(server.HasExited ? "ended" : "was not ready in time")}.\n{server.Output}{server.Errors}");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(path, cancellation);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
