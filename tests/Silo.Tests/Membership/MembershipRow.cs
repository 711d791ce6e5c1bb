using System.Reflection;
using OrleansIot.Servers;

namespace OrleansIot.Silo.Tests.Membership;

/// <summary>A membership table of which only one row is read.</summary>
internal class MembershipRow : DispatchProxy
{
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reads;

    /// <summary>What the table says of the silo, as soon as it does.</summary>
    public TaskCompletionSource<SiloStatus> Answer { get; set; } = new();

    public Task WasRead => _read.Task;

    public static MembershipRow Create() => (MembershipRow)(object)Create<IMembershipTable, MembershipRow>();

    public async Task ReadTimesAsync(int times)
    {
        using var guard = new CancellationTokenSource(ServerProcess.HangGuard);
        while (Volatile.Read(ref _reads) < times)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, guard.Token);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod?.Name != nameof(IMembershipTable.ReadRowAsync))
            throw new NotSupportedException(targetMethod?.Name);
        Interlocked.Increment(ref _reads);
        _read.TrySetResult();
        return ReadAsync((SiloAddress)args![0]!);
    }

    private async Task<MembershipTableData> ReadAsync(SiloAddress silo) =>
        new(Tuple.Create(new MembershipEntry { SiloAddress = silo, Status = await Answer.Task }, "1"), new TableVersion(1, "1"));
}
