using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrleansIot.Servers;

namespace OrleansIot.Race.Lifecycle;

/// <summary>How many devices a second an import makes.</summary>
internal sealed class ImportRace
{
    private readonly int _devices;
    private readonly int _rounds;
    private readonly string[] _contestants;

    public ImportRace(string[] args)
    {
        var given = new Arguments(args, "--devices", "--rounds", "--contestants");
        (_devices, _rounds) = (given.Number("--devices", 50_000), given.Number("--rounds", 3));
        _contestants = given.Words("--contestants", Topology.Names);
    }

    /// <summary>0 when every line has become a device.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"POST /api/devices/import, {_devices:N0} lines"));
        var isSound = true;
        foreach (var name in _contestants)
        {
            await using var contestant = await Contestants.StartAsync(name, devices: 1);
            using var api = await ManagementApi.LoginAsync(Loopback.Http(contestant.EndPoint), EmbeddedServer.AdminEmail, EmbeddedServer.AdminPassword);
            await api.CreateProfileAsync("race", "key", "secret");
            var rounds = new List<double>();
            for (var round = 0; round < _rounds; round++)
            {
                using var lines = new ByteArrayContent(Lines(round));
                var begun = Stopwatch.GetTimestamp();
                var report = await api.ImportAsync(Guid.NewGuid(), lines, onlyRefused: true);
                rounds.Add(_devices / Stopwatch.GetElapsedTime(begun).TotalSeconds);
                isSound &= report.Length == 1;
            }

            var stored = await api.CountDevicesAsync("race");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contestant.Name,-32}{Measurement.Median(rounds, r => r),8:N0} devices/s (from {rounds.Min():N0} to {rounds.Max():N0}), CPU {contestant.Servers.ProcessorTime().TotalMicroseconds / stored,5:N0} us per device, start included"));
            if (stored != (long)_devices * _rounds)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"truth, {contestant.Name}: {stored} devices"));
                isSound = false;
            }
        }

        return isSound ? 0 : 1;
    }

    private byte[] Lines(int round)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < _devices; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"race-{round}-{i}\",\"type\":\"race\",\"token\":\"race-token-{round}-{i}\",\"server\":{{\"site\":\"north\"}}}}\n");
        return Encoding.ASCII.GetBytes(lines.ToString());
    }
}
