using System.Diagnostics;
using System.Globalization;
using OrleansIot.Servers;

namespace OrleansIot.Deploy;

/// <summary>A cluster that <c>deploy/local/cluster.sh</c> runs in a folder of its own.</summary>
internal sealed class LocalCluster(params KeyValuePair<string, string?>[] settings) : IAsyncDisposable
{
    public const string AdminEmail = "admin@example.org";
    public const string AdminPassword = "Correct-horse-7";

    private static readonly string Script = Repository.PathTo("deploy", "local", "cluster.sh");

    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    /// <summary>Runs a command of the script and gives what it printed; a status other than 0 is a failure.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (status, output) = await TryAsync(arguments);
        Assert.True(status == 0, $"cluster.sh {string.Join(' ', arguments)} ended with {status}:\n{output}");
        return output;
    }

    public Task<(int Status, string Output)> TryAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Script, arguments);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["CLUSTER_HOME"] = Folder;
        start.Environment["CLUSTER_BUILD"] = Repository.Configuration;
        start.Environment["Admin__Email"] = AdminEmail;
        start.Environment["Admin__Password"] = AdminPassword;
        return Tool.RunAsync(start);
    }

    public async Task<Uri> EndpointAsync() => new((await RunAsync("endpoint")).Trim());

    /// <summary>Process ids by name, of those that the script has started and not ended.</summary>
    public IReadOnlyDictionary<string, int> Processes() => Directory.EnumerateFiles(Folder, "*.pid").ToDictionary(
        file => Path.GetFileNameWithoutExtension(file), file => int.Parse(File.ReadAllText(file).Split(' ')[0], CultureInfo.InvariantCulture));

    public string Logs() => string.Concat(Directory.EnumerateFiles(Folder, "*.log").Select(File.ReadAllText));

    public async ValueTask DisposeAsync()
    {
        await TryAsync("down");
        _folder.Dispose();
    }
}
