using System.Globalization;
using System.Net;
using OrleansIot.Servers;

namespace OrleansIot.Chaos;

/// <summary>A network namespace with a cable to this machine that can be pulled. Needs root and the program <c>ip</c>.</summary>
internal sealed class SeparateNetwork : IAsyncDisposable
{
    private const string Program = "/usr/sbin/ip";

    private static int _last;

    private readonly string _namespace;
    private readonly string _inside;
    private readonly TempFolder _folder = new();

    private SeparateNetwork(int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{number}");
        (_namespace, _inside, Outside) = ($"oiot-{id}", $"g{id}", $"h{id}");
        var third = (Environment.ProcessId + number) % 256;
        (Here, There) = (new IPAddress([10, 213, (byte)third, 1]), new IPAddress([10, 213, (byte)third, 2]));
    }

    public static bool IsAvailable { get; } = Environment.IsPrivilegedProcess && File.Exists(Program);

    /// <summary>This machine's address at its end of the cable.</summary>
    public IPAddress Here { get; }

    /// <summary>The address at the other end.</summary>
    public IPAddress There { get; }

    /// <summary>What a PostgreSQL server must be told so that it serves the other end as well.</summary>
    public string[] PostgresSettings => [$"listen_addresses={IPAddress.Loopback},{Here}", $"hba_file={HostsFile}"];

    private string Outside { get; }

    private string HostsFile => Path.Combine(_folder.Path, "hba");

    public static async Task<SeparateNetwork> CreateAsync()
    {
        var network = new SeparateNetwork(Interlocked.Increment(ref _last));
        try
        {
            await network.CreateNamespaceAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program at the other end.</summary>
    public ServerProcess Start(string executable, IReadOnlyDictionary<string, string?> environment) =>
        ServerProcess.Start(Program, ["netns", "exec", _namespace, executable], environment);

    /// <summary>Nothing comes through any more, and nobody is told.</summary>
    public Task UnplugAsync() => RunAsync("-n", _namespace, "link", "set", _inside, "down");

    public Task PlugAsync() => RunAsync("-n", _namespace, "link", "set", _inside, "up");

    /// <summary>Whoever runs at the other end must have ended before.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("netns", "delete", _namespace);
        _folder.Dispose();
    }

    private async Task CreateNamespaceAsync()
    {
        await RunAsync("netns", "add", _namespace);
        await RunAsync("link", "add", Outside, "type", "veth", "peer", "name", _inside, "netns", _namespace);
        await RunAsync("address", "add", $"{Here}/30", "dev", Outside);
        await RunAsync("link", "set", Outside, "up");
        await RunAsync("-n", _namespace, "address", "add", $"{There}/30", "dev", _inside);
        await RunAsync("-n", _namespace, "link", "set", _inside, "up");
        await RunAsync("-n", _namespace, "link", "set", "lo", "up");

        // Read by a server that runs as somebody without rights.
        await File.WriteAllTextAsync(HostsFile, $"host all all {IPAddress.Loopback}/32 trust\nhost all all {There}/32 trust\n");
        await ToolProcess.RunAsync(["chmod", "-R", "o+rX", _folder.Path]);
    }

    private static Task RunAsync(params string[] arguments) => ToolProcess.RunAsync([Program, .. arguments]);
}
