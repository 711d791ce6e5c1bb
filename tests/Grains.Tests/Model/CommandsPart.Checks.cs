using OrleansIot.Grains.Rpc;
using OrleansIot.Polls;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Tests.Model;

internal sealed partial class CommandsPart
{
    public void Check()
    {
        foreach (var call in _calls)
        {
            var name = call.Command.Method;
            if (Row(call) is not { } row)
            {
                // Gone: its caller has taken the end, has left, or has had a minute for it.
                Assert.True(!call.IsIssued || !call.Command.Persistent, $"the record of {name} is gone");
                Assert.True(!call.IsIssued || call.Parked is null || _world.Time >= call.Command.ExpiresAt, $"{name} is gone, and its caller waits");
                continue;
            }
            // A two-way command may say so although the connection broke afterwards: it is offered again all the same.
            var isTaken = call.Id is not null || (call.IsFlushed && !call.Command.OneWay);
            Assert.True(row.Status != CommandStatus.Delivered || isTaken, $"{name} is Delivered, and no connection took it");
            Assert.True(row.Status is not (CommandStatus.Expired or CommandStatus.Timeout) || _world.Time >= call.Command.ExpiresAt, $"{name} ended before its time");
            Assert.True(!call.IsReplied || row.Status == CommandStatus.Successful, $"the reply to {name} was acknowledged, and it is {row.Status}");
            if (call.Told is { } end)
                Assert.Equal((end.Status, end.Reply), (row.Status, row.Reply));
        }
    }

    /// <summary>Everything arrives, the device fetches and replies as long as there is something, and every command that was issued has its end.</summary>
    public void Finish()
    {
        Arrive();
        ParkAgain();
        for (var round = 0; round < 3; round++)
        {
            // Leases whose gateway is gone, and redeliveries.
            Pass(DeviceWorld.LeaseTime);
            FetchAll();
        }
        foreach (var call in _calls.Where(c => c.IsIssued && _world.Time < c.Command.ExpiresAt))
        {
            var status = Row(call)?.Status ?? call.Told?.Status;
            Assert.True(
                status is null || status == (call.Command.OneWay ? CommandStatus.Delivered : CommandStatus.Successful),
                $"{call.Command.Method} is {status} although the device has fetched and answered everything");
        }
        Pass(60_000);
        ParkAgain();
        Arrive();
        foreach (var call in _calls.Where(c => c.IsIssued))
        {
            Assert.True(Row(call) is not { } row || StoredCommand.IsFinal(row.Status, call.Command.OneWay), $"{call.Command.Method} never ended");
            Assert.True(call.Parked is null, $"the caller of {call.Command.Method} waits for ever");
        }
    }

    /// <summary>What is handed to a poll is open, and in time.</summary>
    private void Hand(PollDelivery delivery)
    {
        foreach (var command in (delivery.Content as DeviceCommands)?.Commands ?? [])
        {
            var row = Row(_calls.Single(c => c.Command.Method == command.Method))!;
            Assert.False(StoredCommand.IsFinal(row.Status, row.Command.OneWay), $"{command.Method} was handed out, and is {row.Status}");
            Assert.True(_time.Now < row.Command.ExpiresAt, $"{command.Method} was handed out after its time");
        }
        _deliveries.Add(delivery);
    }

    private CommandRecord? Row(ModelCall call) => _world.Command(call.Command.Uuid);

    /// <summary>The device fetches until there is nothing, and replies to all it got.</summary>
    private void FetchAll()
    {
        int before;
        do
        {
            before = _replies.Count;
            Leave(0);
            Leave(1);
            Park(0);
            Arrive();
        }
        while (_replies.Count > before);
        foreach (var reply in _replies.ToArray())
            Reply(reply);
        Arrive();
    }

    private void Pass(long milliseconds)
    {
        _world.Wait(milliseconds);
        Arrive();
    }

    private void Arrive()
    {
        bool isQuiet;
        do
        {
            _world.Tend();
            isQuiet = !_world.CommitNext() && _deliveries.Count + _settlements.Count == 0 && Array.TrueForAll(_unread, u => u is null);
            Deliver(0);
            Read(0);
            Read(1);
            Take(_settlements, 0, Settle);
        }
        while (!isQuiet);
    }
}
