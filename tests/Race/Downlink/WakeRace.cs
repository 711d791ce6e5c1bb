using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrleansIot.Load;
using OrleansIot.Servers;

namespace OrleansIot.Race.Downlink;

/// <summary>Polls of as many devices are parked; as many shared changes wake them. How long from the first change to the last byte of the last poll?</summary>
internal sealed class WakeRace
{
    private const string Reference = "parking";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly int _polls;
    private readonly int _rounds;
    private readonly int _writers;
    private readonly string[] _contestants;

    public WakeRace(string[] args)
    {
        var given = new Arguments(args, "--polls", "--rounds", "--writers", "--contestants");
        (_polls, _rounds, _writers) = (given.Number("--polls", 10_000), given.Number("--rounds", 3), given.Number("--writers", 64));
        _contestants = given.Words("--contestants", [Reference, .. Topology.Names]);
    }

    /// <summary>0 when every poll was answered with its change.</summary>
    public async Task<int> RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_polls:N0} parked polls, woken by as many shared changes over {_writers} connections"));
        var isSound = true;
        double? reference = null;
        foreach (var name in _contestants)
        {
            await using var contestant = await Contestants.StartAsync(name, _polls);
            var seconds = new List<double>();
            for (var round = 1; round <= _rounds; round++)
                seconds.Add(await RunAsync(contestant, round));
            isSound &= seconds.TrueForAll(s => s > 0);
            var median = Measurement.Median(seconds, s => s);
            reference ??= name == Reference ? median : null;
            var ratio = contestant.IsProduct && reference is { } least ? string.Create(CultureInfo.InvariantCulture, $", {median / least:N1} x {Race.Reference.TitleOf(Reference)}") : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contestant.Name,-32}{median,8:N2} s to the last byte (from {seconds.Min():N2} to {seconds.Max():N2}){ratio}"));
        }

        return isSound ? 0 : 1;
    }

    /// <returns>Seconds; less than 0 when an answer was missing or wrong.</returns>
    private async Task<double> RunAsync(Contestant contestant, int round)
    {
        var expected = Encoding.ASCII.GetBytes(PollRequests.BodyOf(round));
        var polls = new ParkedWorkload([.. contestant.Devices.Select(PollRequests.Updates)]) { Expects = (_, body) => body.SequenceEqual(expected) };
        await using var parked = new LoadRun(contestant.EndPoint, polls, _polls);
        await UntilAsync(parked, () => polls.Sent == _polls);
        await Quiet.WaitAsync(contestant.Servers);
        var accessToken = await contestant.AccessTokenAsync();
        var writes = new WriteWorkload([.. contestant.Devices.Select(d => PollRequests.Change(d, round, accessToken))]);
        var begun = Stopwatch.GetTimestamp();
        var written = await LoadRun.RunToEndAsync(contestant.EndPoint, writes, _writers);
        await UntilAsync(parked, () => polls.AnsweredCount == _polls);
        var tally = await parked.StopAsync();
        if (polls.AnsweredCount == _polls && written.Of(200) == _polls)
            return Stopwatch.GetElapsedTime(begun, polls.LastAnswerAt).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"truth, {contestant.Name}: {written.Of(200)} of {_polls} changes acknowledged, {polls.AnsweredCount} polls answered with theirs, {tally.Answers - tally.Of(200)} otherwise, {tally.Lost} lost"));
        return -1;
    }

    /// <summary>Until it holds, or until the polls have ended in some other way.</summary>
    private static async Task UntilAsync(LoadRun parked, Func<bool> holds)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (!holds() && !parked.Ended.IsCompleted && !guard.IsCancellationRequested)
            await Task.Delay(Look, TimeProvider.System);
    }
}
