using System.Globalization;
using System.Text.Json;
using OrleansIot.Load;

namespace OrleansIot.Chaos.Downlink;

/// <summary>A device that waits for commands and answers each with what it was told.</summary>
internal sealed class CommandPolls : PollLoop
{
    private const string Name = "commands";

    /// <summary>Share of commands that the device answers only when it is given them again.</summary>
    private const double ForgetShare = 0.05;

    private readonly CommandView _view;

    public CommandPolls(DownlinkDevice device, DownlinkPlan plan, Findings findings)
        : base(Name, device, plan, findings, plan.RandomFor(Purposes.CommandPolls, device.Index)) =>
        _view = new CommandView(fault => findings.Fault($"{Name}: device {device.Index}: {fault}"));

    /// <summary>Commands that a younger one overtook.</summary>
    public int Overtaken => _view.Overtaken;

    public bool Has(string nonce)
    {
        lock (State)
            return _view.Has(nonce);
    }

    protected override string PathOf(long timeout) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/{Device.Token}/rpc?timeout={timeout}");

    protected override async Task TakeAsync(WireResponse response, CancellationToken stop)
    {
        var (id, nonce) = Parse(response.Body);
        lock (State)
        {
            if (_view.Take(id, nonce) && Random.NextDouble() < ForgetShare)
            {
                Findings.Count("commands not answered at first");
                return;
            }
        }

        await ReplyAsync(id, nonce, stop);
        lock (State)
            _view.Answered(id);
    }

    protected override void Discard(WireResponse response, bool withError) => Findings.Count("commands given to a device that had hung up");

    private static (int Id, string Nonce) Parse(string body)
    {
        using var json = JsonDocument.Parse(body);
        return (json.RootElement.GetProperty("id").GetInt32(), json.RootElement.GetProperty("params").GetProperty("n").GetString()!);
    }

    /// <summary>Repeats the answer until it is taken.</summary>
    private Task ReplyAsync(int id, string nonce, CancellationToken stop)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/{Device.Token}/rpc/{id}");
        var request = WireRequest.Post(path, CommandCallers.AnswerOf(nonce));
        return Client.InsistAsync(
            request,
            Random,
            response =>
            {
                Findings.Count("commands answered again");
                if (response is { Status: not (429 or 503) })
                    Findings.Fault($"{Name}: the answer of device {Device.Index} was answered {response.Status} {response.Body}");
            },
            stop);
    }
}
