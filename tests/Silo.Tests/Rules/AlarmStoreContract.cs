using OrleansIot.Alarms;
using OrleansIot.Devices;
using OrleansIot.Grains.Alarms;
using OrleansIot.Silo.Tests.Accounts;
using OrleansIot.Silo.Tests.Storage;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Rules;

public abstract class AlarmStoreContract : StoreContract
{
    private static readonly Guid Profile = Guid.NewGuid();

    private IAlarmStore Alarms => Storage.Alarms;

    [Fact]
    public async Task an_alarm_raised_again_is_the_same_one_until_it_is_cleared()
    {
        var device = await CreateDeviceAsync("d1");
        var first = (await Alarms.RaiseAsync(Raise(device, 10, AlarmSeverity.Minor, """{"n":1}"""), Cancellation))!;
        Assert.True(first.IsNew);
        Assert.Equal((10, 10, 0, 0, "d1"), (first.Alarm.StartTs, first.Alarm.EndTs, first.Alarm.ClearedTs, first.Alarm.AcknowledgedTs, first.Alarm.DeviceName));
        var again = (await Alarms.RaiseAsync(Raise(device, 20, AlarmSeverity.Critical, null), Cancellation))!;
        Assert.Equal((false, first.Alarm.Id, 10, 20, AlarmSeverity.Critical), (again.IsNew, again.Alarm.Id, again.Alarm.StartTs, again.Alarm.EndTs, again.Alarm.Severity));
        Assert.Equivalent(again.Alarm, await Alarms.FindActiveAsync(device, "hot", Cancellation), strict: true);

        var cleared = await Alarms.ClearAsync(first.Alarm.Id, 30, """{"n":2}"""u8.ToArray(), Cancellation);
        Assert.Equal((30, """{"n":2}"""), (cleared!.ClearedTs, System.Text.Encoding.UTF8.GetString(cleared.Details!)));
        Assert.Null(await Alarms.ClearAsync(first.Alarm.Id, 31, null, Cancellation));
        Assert.Null(await Alarms.FindActiveAsync(device, "hot", Cancellation));
        Assert.True((await Alarms.RaiseAsync(Raise(device, 40, AlarmSeverity.Minor, null), Cancellation))!.IsNew);
    }

    [Fact]
    public async Task an_alarm_is_acknowledged_once()
    {
        var device = await CreateDeviceAsync("d1");
        var alarm = (await Alarms.RaiseAsync(Raise(device, 10, AlarmSeverity.Minor, null), Cancellation))!.Alarm;
        Assert.Equal(15, (await Alarms.AcknowledgeAsync(alarm.Id, 15, Cancellation))!.AcknowledgedTs);
        Assert.Null(await Alarms.AcknowledgeAsync(alarm.Id, 16, Cancellation));
        Assert.Equal(15, (await Alarms.LoadAsync(alarm.Id, Cancellation))!.AcknowledgedTs);
        Assert.Null(await Alarms.AcknowledgeAsync(Guid.NewGuid(), 16, Cancellation));
    }

    [Fact]
    public async Task alarms_raised_at_the_same_time_are_one()
    {
        var device = await CreateDeviceAsync("d1");
        var raised = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Alarms.RaiseAsync(Raise(device, n, AlarmSeverity.Minor, null), Cancellation)));
        Assert.Single(raised, r => r!.IsNew);
        Assert.Single(raised.Select(r => r!.Alarm.Id).Distinct());
    }

    [Fact]
    public async Task alarms_go_with_their_device_and_none_is_raised_afterwards()
    {
        var device = await CreateDeviceAsync("d1");
        var alarm = (await Alarms.RaiseAsync(Raise(device, 10, AlarmSeverity.Minor, null), Cancellation))!.Alarm;
        Assert.True(await Storage.Devices.DeleteAsync(device, Cancellation));
        Assert.Null(await Alarms.LoadAsync(alarm.Id, Cancellation));
        Assert.Null(await Alarms.RaiseAsync(Raise(device, 11, AlarmSeverity.Minor, null), Cancellation));
    }

    [Fact]
    public async Task lists_filter_by_everything_that_is_set()
    {
        var (one, two) = (await CreateDeviceAsync("d1"), await CreateDeviceAsync("d2"));
        var hot = (await Alarms.RaiseAsync(Raise(one, 10, AlarmSeverity.Minor, null), Cancellation))!.Alarm;
        var cold = (await Alarms.RaiseAsync(Raise(two, 20, AlarmSeverity.Critical, null) with { Type = "cold" }, Cancellation))!.Alarm;
        await Alarms.ClearAsync(cold.Id, 30, null, Cancellation);
        await Alarms.AcknowledgeAsync(hot.Id, 31, Cancellation);

        var page = new PageQuery(10, 0);
        Assert.Equal([hot.Id, cold.Id], await IdsAsync(new(page)));
        Assert.Equal([hot.Id], await IdsAsync(new(page, DeviceId: one)));
        Assert.Equal([cold.Id], await IdsAsync(new(page, IsCleared: true)));
        Assert.Equal([cold.Id], await IdsAsync(new(page, IsAcknowledged: false)));
        Assert.Equal([cold.Id], await IdsAsync(new(page, Severity: AlarmSeverity.Critical)));
        Assert.Equal([cold.Id], await IdsAsync(new(page, Type: "cold")));
        Assert.Empty(await IdsAsync(new(page, Type: "co\0ld")));
        Assert.Equal([cold.Id], await IdsAsync(new(page, StartTs: 11)));
        Assert.Equal([hot.Id], await IdsAsync(new(page, EndTs: 20)));
        Assert.Equal([cold.Id], await IdsAsync(new(page with { TextSearch = "OL" })));
        Assert.Equal([cold.Id, hot.Id], await IdsAsync(new(page with { SortProperty = "status", Descending = true })));
        Assert.Equal(Outcome.Invalid, (await Alarms.ListAsync(new(page with { SortProperty = "colour" }), Cancellation)).Outcome);
        Assert.True(await Alarms.DeleteAsync(cold.Id, Cancellation));
        Assert.False(await Alarms.DeleteAsync(cold.Id, Cancellation));
    }

    private async Task<Guid[]> IdsAsync(AlarmQuery query) => [.. (await Alarms.ListAsync(query, Cancellation)).Value!.Data.Select(a => a.Id)];

    private static AlarmRaise Raise(Guid device, long now, AlarmSeverity severity, string? details) =>
        new(device, "hot", severity, now, details is null ? null : System.Text.Encoding.UTF8.GetBytes(details));

    private async Task<Guid> CreateDeviceAsync(string name)
    {
        if (await Storage.Profiles.LoadAsync(Profile, Cancellation) is null)
            await Storage.AddProfileAsync(Profile, "default");
        var made = await Storage.Devices.CreateAsync(Guid.NewGuid(), 1, new DeviceFields(name, null, Profile, null, null), new(CredentialsType.AccessToken, null, null), Cancellation);
        return made.Value!.Info.Id;
    }
}
