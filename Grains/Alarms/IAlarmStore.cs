using OrleansIot.Alarms;
using OrleansIot.Values;

namespace OrleansIot.Grains.Alarms;

/// <summary>Alarms. Every write is one transaction; of a device and a type, at most one is not cleared. They go with their device.</summary>
public interface IAlarmStore
{
    Task<AlarmInfo?> LoadAsync(Guid id, CancellationToken cancellation);

    /// <summary>The alarm of that type that is not cleared.</summary>
    Task<AlarmInfo?> FindActiveAsync(Guid deviceId, string type, CancellationToken cancellation);

    /// <summary>Raises a new alarm, or raises the one again that is not cleared: it gets the severity, the details and a later end. Null: the device is gone.</summary>
    Task<AlarmRaised?> RaiseAsync(AlarmRaise raise, CancellationToken cancellation);

    /// <summary>Null: there is no such alarm, or it was cleared before.</summary>
    /// <param name="details">Null: they stay as they are.</param>
    Task<AlarmInfo?> ClearAsync(Guid id, long now, byte[]? details, CancellationToken cancellation);

    /// <summary>Null: there is no such alarm, or it was acknowledged before.</summary>
    Task<AlarmInfo?> AcknowledgeAsync(Guid id, long now, CancellationToken cancellation);

    Task<bool> DeleteAsync(Guid id, CancellationToken cancellation);

    /// <summary>Invalid: a sort property the list does not know.</summary>
    Task<Answer<Page<AlarmInfo>>> ListAsync(AlarmQuery query, CancellationToken cancellation);
}
