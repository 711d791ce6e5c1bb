using OrleansIot.Alarms;

namespace OrleansIot.Grains.Alarms;

/// <param name="IsNew">False: it was there and was raised again.</param>
public sealed record AlarmRaised(AlarmInfo Alarm, bool IsNew);
