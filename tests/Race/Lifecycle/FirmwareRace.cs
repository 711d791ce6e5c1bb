using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using OrleansIot.Race.References;
using OrleansIot.Servers;

namespace OrleansIot.Race.Lifecycle;

/// <summary>Downloads of an image: bytes per second of processor time, and memory that many slow ones take, against Kestrel's static files.</summary>
internal sealed class FirmwareRace
{
    /// <summary>Of the image, here and in the reference.</summary>
    public const int ImageBytes = 64 << 20;

    private const string Reference = "files";
    private const int SlowSlice = 32 << 10;

    private static readonly TimeSpan SlowPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan _time;
    private readonly TimeSpan _slowTime;
    private readonly int _connections;
    private readonly int _slow;
    private readonly string[] _contestants;

    public FirmwareRace(string[] args)
    {
        var given = new Arguments(args, "--seconds", "--connections", "--slow", "--slow-seconds", "--contestants");
        (_time, _slowTime) = (given.Seconds("--seconds", 10), given.Seconds("--slow-seconds", 10));
        (_connections, _slow) = (given.Number("--connections", 4), given.Number("--slow", 100));
        _contestants = given.Words("--contestants", [Reference, .. Topology.Names]);
    }

    /// <summary>0 when no download failed.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GET firmware, {ImageBytes >> 20} MiB, {_connections} connections; then {_slow} slow ones"));
        var isSound = true;
        double? reference = null;
        foreach (var name in _contestants)
        {
            await using var contestant = await Contestants.StartAsync(name, devices: 1);
            var path = contestant.IsProduct ? await AssignAsync(contestant) : FilesReference.ImagePath;
            var fast = await DownloadAsync(contestant, path, _time);
            reference ??= name == Reference ? fast.PerProcessorSecond : null;
            var ratio = contestant.IsProduct && reference is { } least ? string.Create(CultureInfo.InvariantCulture, $" ({fast.PerProcessorSecond / least:N2} x static files)") : "";
            var (growth, failures) = await GrowAsync(contestant, path);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contestant.Name,-32}{fast.PerSecond / 1e6,8:N0} MB/s, {fast.PerProcessorSecond / 1e6,8:N0} MB per CPU second{ratio}; {growth / 1048576.0,6:N1} MiB more resident with {_slow} slow downloads"));
            isSound &= fast.Failures + failures == 0;
            if (fast.Failures + failures > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"truth, {contestant.Name}: {fast.Failures} and {failures} downloads failed"));
        }

        return isSound ? 0 : 1;
    }

    /// <summary>Gives the fleet's first device the image; where it downloads it.</summary>
    private static async Task<string> AssignAsync(Contestant contestant)
    {
        using var api = await ManagementApi.LoginAsync(Loopback.Http(contestant.EndPoint), EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword);
        var profile = await api.CreateProfileAsync("race", "key", "secret");
        var package = await api.CreatePackageAsync(profile, "fw", "1.0");
        await api.UploadAsync(package, RandomNumberGenerator.GetBytes(ImageBytes));
        await api.SetFirmwareAsync(profile, package);
        using var lines = new StringContent("""{"name":"race","type":"race","token":"RaceToken"}""");
        await api.ImportAsync(Guid.NewGuid(), lines);
        return "/api/v1/RaceToken/firmware?title=fw&version=1.0";
    }

    private async Task<(double PerSecond, double PerProcessorSecond, int Failures)> DownloadAsync(Contestant contestant, string path, TimeSpan time)
    {
        using var over = new CancellationTokenSource();
        var downloads = new Downloads(contestant.EndPoint, path);
        var running = downloads.RunAsync(_connections, over.Token);
        // Once each, so that all caches are warm.
        while (downloads.Bytes < (long)_connections * ImageBytes && downloads.Failures == 0)
            await Task.Delay(Look, TimeProvider.System);
        var (cpu, bytes, begun) = (contestant.Servers.ProcessorTime(), downloads.Bytes, Stopwatch.GetTimestamp());
        await Task.Delay(time, TimeProvider.System);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        (cpu, bytes) = (contestant.Servers.ProcessorTime() - cpu, downloads.Bytes - bytes);
        await over.CancelAsync();
        await running;
        return (bytes / elapsed.TotalSeconds, bytes / cpu.TotalSeconds, downloads.Failures);
    }

    /// <summary>How many bytes more are resident at most while slow devices download than before.</summary>
    private async Task<(long Bytes, int Failures)> GrowAsync(Contestant contestant, string path)
    {
        await Quiet.WaitAsync(contestant.Servers);
        var before = contestant.Servers.ResidentBytes();
        using var over = new CancellationTokenSource();
        var downloads = new Downloads(contestant.EndPoint, path);
        var running = downloads.RunAsync(_slow, SlowPause, SlowSlice, over.Token);
        var most = 0L;
        var begun = Stopwatch.GetTimestamp();
        while (downloads.Failures == 0 && (downloads.Begun < _slow || Stopwatch.GetElapsedTime(begun) < _slowTime))
        {
            most = Math.Max(most, contestant.Servers.ResidentBytesAsTheyAre());
            await Task.Delay(Look, TimeProvider.System);
        }

        await over.CancelAsync();
        await running;
        return (most - before, downloads.Failures);
    }
}
