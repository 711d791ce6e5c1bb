using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Grains.Tests.Rpc;
using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Grains.Tests.Fakes;

internal sealed partial class MemoryStorage : ICommandStore
{
    private readonly Dictionary<long, CommandTable> _commands = [];

    public Task<Guid?> FindDeviceAsync(Guid command, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var number = _commands.FirstOrDefault(t => t.Value.Rows.Values.Any(r => r.Command.Uuid == command && r.Command.Persistent)).Key;
            return Task.FromResult(_devices.Values.FirstOrDefault(d => d.Number == number)?.Info.Id);
        }
    }

    public Task<StoredCommand?> FindAsync(long device, Guid command, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(Table(device).Rows.Where(r => r.Value.Command.Uuid == command).Select(r => new StoredCommand(r.Key, r.Value)).FirstOrDefault());
    }

    public Task<Answer<Page<StoredCommand>>> ListAsync(long device, CommandQuery query, int[] sent, long now, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var rows = Table(device).Rows.Where(r => r.Value.Command.Persistent).Select(r => new StoredCommand(r.Key, r.Value)).ToArray();
            return Task.FromResult<Answer<Page<StoredCommand>>>(new Page<StoredCommand>(rows, rows.Length, query.Page.PageSize, query.Page.PageNumber));
        }
    }

    public Task<(Guid Device, Guid Profile)[]> FindDueAsync(long before, int max, CancellationToken cancellation)
    {
        lock (_lock)
        {
            (Guid, Guid)[] due = [.. _devices.Values.Where(d => Table(d.Number).Rows.Values.Any(IsDue)).Select(d => (d.Info.Id, d.Info.Fields.ProfileId))];
            return Task.FromResult(due);
        }

        bool IsDue(CommandRecord row) => row.Command is { Persistent: true } command && command.ExpiresAt < before && !StoredCommand.IsFinal(row.Status, command.OneWay);
    }

    public Task<int> ExpireAsync(long before, int max, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_commands.Values.Sum(t => t.Expire(before)));
    }

    public Task<int> PruneAsync(long expiredBefore, long? createdBefore, int max, CancellationToken cancellation) => Task.FromResult(0);

    private CommandTable Table(long device) => _commands.TryGetValue(device, out var table) ? table : _commands[device] = new();

    private ChangeResult ApplyToCommands(Change change)
    {
        var result = Table(change.Device).Apply(change);
        var (state, writer) = _states[change.Device];
        _states[change.Device] = (state with { LastRpc = Table(change.Device).LastId }, writer);
        return result;
    }
}
