using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rules.Commands;

/// <summary>Waits for the end of a command that a chain has sent.</summary>
internal static class CommandEnds
{
    /// <summary>The device ends a command at its expiry; this long it may take to say so.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks again and again, since the device may move meanwhile. Null: nobody could say.</summary>
    public static async Task<CommandEnd?> AwaitAsync(IRuleDevice device, NewCommand command, TimeProvider time)
    {
        var until = DateTimeOffset.FromUnixTimeMilliseconds(command.ExpiresAt) + Grace;
        while (time.GetUtcNow() < until)
        {
            try
            {
                if (await device.AwaitCommand(command.Uuid).ConfigureAwait(false) is { } end)
                    return end;
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
                await Task.Delay(Pause, time).ConfigureAwait(false);
            }
        }
        return null;
    }
}
