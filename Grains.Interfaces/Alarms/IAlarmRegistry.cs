using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Alarms;

/// <summary>The alarms that rule chains raise.</summary>
[Alias("OrleansIot.IAlarmRegistry")]
public interface IAlarmRegistry : IGrainWithIntegerKey
{
    [Alias("Get")]
    Task<Answer<AlarmInfo>> Get(Caller caller, Guid id);

    /// <summary>The alarms that the caller may see and the query matches.</summary>
    [Alias("List")]
    Task<Answer<Page<AlarmInfo>>> List(Caller caller, AlarmQuery query);

    /// <summary>Done also when it was acknowledged before.</summary>
    [Alias("Acknowledge")]
    Task<Answer<AlarmInfo>> Acknowledge(Caller caller, Guid id);

    /// <summary>Done also when it was cleared before.</summary>
    [Alias("Clear")]
    Task<Answer<AlarmInfo>> Clear(Caller caller, Guid id);

    [Alias("Delete")]
    Task<Answer<bool>> Delete(Caller caller, Guid id);
}
