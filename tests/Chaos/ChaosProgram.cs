using OrleansIot.Chaos.Kills;
using OrleansIot.Servers;

namespace OrleansIot.Chaos;

/// <summary>Entry class: the long runs, each with everything it needs started and ended by itself.</summary>
internal static class ChaosProgram
{
    private const string Usage =
        """
        dotnet run -c Release --project tests/Chaos -- kills [--kills 24] [--every 20] [--devices 200] [--pace 0.5] [--targets silo,gateway,postgres] [--seed N]
        """;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["kills", .. var rest] => await KillAsync(rest),
                ["rolling", .. var rest] => await RollAsync(rest),
                ["suspended", .. var rest] => await SuspendAsync(rest),
                ["unplugged", .. var rest] => await UnplugAsync(rest),
                _ => throw new FormatException("Which run?"),
            };
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine($"{e.Message}\n{Usage}");
            return 2;
        }
    }

    private static async Task<int> KillAsync(string[] args)
    {
        var given = new Arguments(args, "--kills", "--every", "--devices", "--pace", "--targets", "--seed");
        var targets = given.Words("--targets", "silo", "gateway", "postgres").Select(Target).ToArray();
        var plan = new KillPlan(given.Number("--kills", 24), given.Seconds("--every", 20), targets, given.Number("--seed", Random.Shared.Next()));
        var (devices, pace) = (given.Number("--devices", 200), given.Seconds("--pace", 0.5));
        Console.WriteLine($"{plan.Kills} kills at least {plan.Every.TotalSeconds:N0} s apart, {devices} devices with a reading and attributes every {pace.TotalSeconds} s, seed {plan.Seed}");
        await using var cluster = await ChaosCluster.StartAsync(devices);
        return Conclude(await KillRun.RunAsync(cluster, plan, pace, CancellationToken.None));
    }

    private static async Task<int> RollAsync(string[] args)
    {
        var (devices, pace, seed) = Load(args);
        await using var cluster = await ChaosCluster.StartAsync(devices);
        return Conclude(await RollingRun.RunAsync(cluster, pace, seed));
    }

    private static async Task<int> SuspendAsync(string[] args)
    {
        var (devices, pace, seed) = Load(args);
        await using var cluster = await ChaosCluster.StartAsync(devices);
        var silo = cluster.Servers.Silos[^1];
        return Conclude(await SeveredRun.RunAsync(cluster, silo, Now(silo.Process.Suspend), Now(silo.Process.Resume), pace, seed));
    }

    private static async Task<int> UnplugAsync(string[] args)
    {
        var (devices, pace, seed) = Load(args);
        await using var network = await SeparateNetwork.CreateAsync();
        await using var cluster = await ChaosCluster.StartAsync(devices, ChaosCluster.PlanAcross(network));
        return Conclude(await SeveredRun.RunAsync(cluster, cluster.Servers.Silos[^1], network.UnplugAsync, network.PlugAsync, pace, seed));
    }

    private static Func<Task> Now(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private static (int Devices, TimeSpan Pace, int Seed) Load(string[] args)
    {
        var given = new Arguments(args, "--devices", "--pace", "--seed");
        var load = (Devices: given.Number("--devices", 200), Pace: given.Seconds("--pace", 0.5), Seed: given.Number("--seed", Random.Shared.Next()));
        Console.WriteLine($"{load.Devices} devices with a reading and attributes every {load.Pace.TotalSeconds} s, seed {load.Seed}");
        return load;
    }

    private static KillTarget Target(string word) =>
        Enum.TryParse<KillTarget>(word, ignoreCase: true, out var target) && target != KillTarget.Severed ? target : throw new FormatException($"--targets {word}: there are silo, gateway and postgres.");

    private static int Conclude(KillVerdict verdict)
    {
        Console.WriteLine(verdict);
        var missed = verdict.Missed().ToArray();
        foreach (var bar in missed)
            Console.WriteLine($"MISSED: {bar}");
        return missed.Length == 0 ? 0 : 1;
    }
}
