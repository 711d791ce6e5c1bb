using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules.Calls;

/// <summary>A call of a device that waits, or whose answer is kept for a while in case it was lost on its way.</summary>
/// <param name="Until">Timestamp of the time provider when it is forgotten.</param>
internal sealed record PendingCall(long Until)
{
    public TaskCompletionSource<ServerReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
