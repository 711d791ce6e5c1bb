using OrleansIot.Rpc;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rpc;

/// <summary>
/// Reads the rows of commands as they are stored, and ends and prunes those whose device does not.
/// </summary>
public interface ICommandStore
{
    /// <summary>The device of a persistent command; null when there is no such record.</summary>
    Task<Guid?> FindDeviceAsync(Guid command, CancellationToken cancellation);

    /// <summary>The row of a command of this device, persistent or not; null when there is none.</summary>
    Task<StoredCommand?> FindAsync(long device, Guid command, CancellationToken cancellation);

    /// <summary>Persistent commands of a device. Invalid: a sort property the list does not know.</summary>
    /// <param name="sent">Numbers of the commands that are under a lease: the filter takes them for Sent, which no row says.</param>
    /// <param name="now">Milliseconds since 1970: the filter takes open commands whose time is over for Expired.</param>
    Task<Answer<Page<StoredCommand>>> ListAsync(long device, CommandQuery query, int[] sent, long now, CancellationToken cancellation);

    /// <summary>Devices, and their profiles, with open persistent commands whose time ended before <paramref name="before"/>: of at most <paramref name="max"/> commands.</summary>
    Task<(Guid Device, Guid Profile)[]> FindDueAsync(long before, int max, CancellationToken cancellation);

    /// <summary>Ends at most <paramref name="max"/> open commands whose time ended before <paramref name="before"/>; how many.</summary>
    Task<int> ExpireAsync(long before, int max, CancellationToken cancellation);

    /// <summary>Deletes at most <paramref name="max"/> rows of ended commands: those whose caller never took the end, and records that are old enough; how many.</summary>
    /// <param name="expiredBefore">For commands that are not persistent.</param>
    /// <param name="createdBefore">For persistent ones; null keeps them.</param>
    Task<int> PruneAsync(long expiredBefore, long? createdBefore, int max, CancellationToken cancellation);
}
