using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>The rules of one silo; the key is the silo's address. Lives on that silo.</summary>
[Alias("OrleansIot.IRuleSilo")]
public interface IRuleSilo : IGrainWithStringKey
{
    /// <summary>When this returns, what was committed before the call is in force on the silo.</summary>
    [Alias("Refresh"), ResponseTimeout("00:00:03")]
    Task Refresh();

    [Alias("ReadDebug"), ResponseTimeout("00:00:03")]
    Task<RuleDebugEvent[]> ReadDebug(Guid entityId);

    [Alias("ClearDebug"), ResponseTimeout("00:00:03")]
    Task ClearDebug(Guid entityId);
}
