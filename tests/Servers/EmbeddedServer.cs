using System.Net;

namespace OrleansIot.Servers;

/// <summary>The built product in embedded mode: a process of its own on a folder and a loopback port.</summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    public const string AdminEmail = "admin@example.org";
    public const string AdminPassword = "Correct-horse-7";

    private EmbeddedServer(ServerProcess process, IPEndPoint endPoint) => (Process, EndPoint) = (process, endPoint);

    public ServerProcess Process { get; }

    public IPEndPoint EndPoint { get; }

    public Uri Address => Loopback.Http(EndPoint);

    /// <summary>The administrator's account that makes a server's start predictable.</summary>
    public static IReadOnlyDictionary<string, string?> KnownAdmin { get; } = new Dictionary<string, string?>
    {
        ["Admin__Email"] = AdminEmail,
        ["Admin__Password"] = AdminPassword,
    };

    /// <summary>Starts it and does not wait.</summary>
    /// <param name="endPoint">Null: any free port.</param>
    public static EmbeddedServer Launch(string folder, IPEndPoint? endPoint = null, IEnumerable<KeyValuePair<string, string?>>? environment = null, params string[] arguments)
    {
        endPoint ??= Loopback.FreeEndPoint();
        var all = new Dictionary<string, string?>
        {
            ["Storage__Path"] = folder,
            ["ASPNETCORE_URLS"] = Loopback.Http(endPoint).ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = null,
            ["DOTNET_ENVIRONMENT"] = null,
        };
        foreach (var (name, value) in environment ?? KnownAdmin)
            all[name] = value;
        return new EmbeddedServer(ServerProcess.Start(Built.SiloExecutable, arguments, all), endPoint);
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<EmbeddedServer> StartAsync(string folder, IPEndPoint? endPoint = null, IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        var server = Launch(folder, endPoint, environment);
        try
        {
            await server.ReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task ReadyAsync() => Readiness.WaitAsync(Process, Address, "/health/ready");

    /// <summary>A management client that is logged in as the known administrator.</summary>
    public Task<ManagementApi> LoginAsync() => ManagementApi.LoginAsync(Address, AdminEmail, AdminPassword);

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
