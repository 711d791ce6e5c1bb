using OrleansIot.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Lifecycle;

public abstract partial class LifecycleContract
{
    private static readonly RollOutPlan Plan = new([new(10, null), new(null, ["early", "late"])], true, 5, 95, 1_000);

    [Fact]
    public async Task a_roll_out_comes_back_as_it_was_stored()
    {
        var made = await RollOutAsync(await PackageAsync());
        Assert.Equivalent(made, await Storage.RollOuts.LoadAsync(made.Id, Cancellation), strict: true);
        Assert.Equivalent(made, Done(await Storage.RollOuts.CreateAsync(made, Cancellation)), strict: true);
        Assert.Equal([made.Id], Done(await Storage.RollOuts.ListAsync(new(10, 0), Profile, Cancellation)).Data.Select(r => r.Id));
        Assert.Empty(Done(await Storage.RollOuts.ListAsync(new(10, 0), OtherProfile, Cancellation)).Data);
        Assert.Equal([made.Id], await Storage.RollOuts.ListActiveAsync(Cancellation));
    }

    [Fact]
    public async Task one_roll_out_of_a_profile_and_a_type_is_under_way_and_the_profile_waits_for_it()
    {
        var (first, second, software) = (await PackageAsync(), await PackageAsync(), await PackageAsync(type: OtaPackageType.Software));
        var made = await RollOutAsync(first);
        Assert.Equal(Outcome.Conflict, (await Storage.RollOuts.CreateAsync(New(second), Cancellation)).Outcome);
        await RollOutAsync(software);
        var profile = (await Storage.Profiles.LoadAsync(Profile, Cancellation))!;
        Assert.Equal(Outcome.Conflict, (await Storage.Profiles.UpdateAsync(Profile, profile.Fields with { FirmwareId = second.Id }, null, Cancellation)).Outcome);
        Done(await Storage.Profiles.UpdateAsync(Profile, profile.Fields with { Name = "renamed" }, null, Cancellation));
        Assert.Equal(Outcome.Invalid, (await Storage.Packages.DeleteAsync(first.Id, Cancellation)).Outcome);

        Assert.True(await Storage.RollOuts.MoveAsync(made, Done(RollOutRules.RollBack(made, 50)), [], Cancellation));
        Done(await Storage.Packages.DeleteAsync(first.Id, Cancellation));
        await RollOutAsync(second);
    }

    [Fact]
    public async Task a_package_that_cannot_be_assigned_or_is_assigned_already_is_not_rolled_out()
    {
        Assert.Equal(Outcome.Invalid, (await Storage.RollOuts.CreateAsync(New(await PackageAsync(url: null)), Cancellation)).Outcome);
        var package = await PackageAsync();
        Assert.Equal(Outcome.Invalid, (await Storage.RollOuts.CreateAsync(New(package) with { ProfileId = OtherProfile }, Cancellation)).Outcome);
        await GiveProfileAsync(package.Id, null);
        Assert.Equal(Outcome.Invalid, (await Storage.RollOuts.CreateAsync(New(package), Cancellation)).Outcome);
    }

    [Fact]
    public async Task devices_that_are_reached_run_the_package_until_the_roll_out_ends_and_wait_to_be_told()
    {
        var (package, old) = (await PackageAsync(), await PackageAsync());
        await GiveProfileAsync(old.Id, null);
        var (reached, other) = (await DeviceAsync(), await DeviceAsync());
        var made = await RollOutAsync(package);
        var opened = RollOutRules.MoveOn(made, null);
        Assert.True(await Storage.RollOuts.MoveAsync(made, opened, [reached.Number], Cancellation));
        Assert.False(await Storage.RollOuts.MoveAsync(made, opened, [other.Number], Cancellation));
        Assert.Equal((package.Id, old.Id), ((await EffectiveAsync(reached)).Item1, (await EffectiveAsync(other)).Item1));
        Assert.Equal([reached.Info.Id], await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
        Assert.Equal([reached.Info.Id], (await Storage.RollOuts.ListReachedAsync(made.Id, 0, 10, Cancellation)).Select(d => d.Id));
        Assert.Empty(await Storage.RollOuts.ListReachedAsync(made.Id, reached.Number, 10, Cancellation));

        var back = Done(RollOutRules.RollBack(opened, 50));
        Assert.True(await Storage.RollOuts.MoveAsync(opened, back, [], Cancellation));
        Assert.Equal(old.Id, (await EffectiveAsync(reached)).Item1);
        Assert.Equal([made.Id], await Storage.RollOuts.ListActiveAsync(Cancellation));
        Assert.True(await Storage.RollOuts.MoveAsync(back, RollOutRules.MoveOn(back, null), [], Cancellation));
        Assert.Empty(await Storage.RollOuts.ListActiveAsync(Cancellation));
    }

    [Fact]
    public async Task a_roll_out_that_is_completed_gives_its_package_to_the_profile_whose_fan_out_begins()
    {
        var package = await PackageAsync();
        await DeviceAsync();
        var made = await RollOutAsync(package);
        var last = made with { Stage = 1, Position = RollOutInfo.AllSeen };
        Assert.True(await Storage.RollOuts.MoveAsync(made, Done(RollOutRules.Advance(last, 60)), [], Cancellation));
        var profile = (await Storage.Profiles.LoadAsync(Profile, Cancellation))!;
        Assert.Equal((package.Id, null, 2L), (profile.Fields.FirmwareId, profile.Fields.SoftwareId, profile.Version));
        Assert.Equal([Profile], await Storage.FanOuts.ListOpenAsync(Cancellation));
        Assert.Empty(await Storage.RollOuts.ListActiveAsync(Cancellation));
    }

    [Fact]
    public async Task candidates_are_the_profiles_devices_without_a_package_of_their_own_with_their_rings()
    {
        var own = await PackageAsync();
        var devices = new[] { await DeviceAsync(), await DeviceAsync(), await DeviceAsync() };
        await DeviceAsync(OtherProfile);
        Done(await Storage.Devices.UpdateAsync(devices[1].Info.Id, devices[1].Info.Fields with { FirmwareId = own.Id }, 1, Cancellation));
        await CommitAsync(
            Ring(devices[0], TypedValue.String("early"), AttributeScope.Server), Ring(devices[2], TypedValue.Long(1), AttributeScope.Server));
        var found = await Storage.RollOuts.ListCandidatesAsync(Profile, OtaPackageType.Firmware, 0, 10, Cancellation);
        Assert.Equal([new(devices[0].Number, devices[0].Info.Id, "early"), new(devices[2].Number, devices[2].Info.Id, null)], found);
        Assert.Equal(3, (await Storage.RollOuts.ListCandidatesAsync(Profile, OtaPackageType.Software, 0, 10, Cancellation)).Count);
        Assert.Equal([devices[2].Number], (await Storage.RollOuts.ListCandidatesAsync(Profile, OtaPackageType.Firmware, devices[0].Number, 10, Cancellation)).Select(d => d.Number));
        Assert.Single(await Storage.RollOuts.ListCandidatesAsync(Profile, OtaPackageType.Firmware, 0, 1, Cancellation));
    }

    [Fact]
    public async Task the_report_counts_what_the_devices_say_of_this_package()
    {
        var package = await PackageAsync();
        var devices = new[] { await DeviceAsync(), await DeviceAsync(), await DeviceAsync(), await DeviceAsync(), await DeviceAsync() };
        var made = await RollOutAsync(package);
        var opened = RollOutRules.MoveOn(made, null);
        await Storage.RollOuts.MoveAsync(made, opened, [.. devices[..4].Select(d => d.Number)], Cancellation);
        await CommitAsync(
            Told(devices[0], package.Id, OtaState.Updated), Told(devices[1], package.Id, OtaState.Failed), Told(devices[2], Guid.NewGuid(), OtaState.Failed));
        await Storage.Devices.DeleteAsync(devices[3].Info.Id, Cancellation);

        var counts = await Storage.RollOuts.CountAsync(opened, Cancellation);
        Assert.Equal((4L, 3L, 1L, 1L, 1L), (counts.Total, counts.Reached, counts.Of(OtaState.Updated), counts.Of(OtaState.Failed), counts.Of(OtaState.Queued)));
        var failed = Done(await Storage.RollOuts.ListDevicesAsync(opened, OtaState.Failed, new(10, 0), Cancellation));
        Assert.Equal([new(devices[1].Info.Id, devices[1].Info.Fields.Name, OtaState.Failed, 5)], failed.Data);
        var all = Done(await Storage.RollOuts.ListDevicesAsync(opened, null, new(2, 0, SortProperty: "name", Descending: true), Cancellation));
        Assert.Equal([devices[2].Info.Id, devices[1].Info.Id], all.Data.Select(d => d.Id));
        Assert.Equal(3, all.TotalElements);
    }

    private static AnnouncementChange Told(DeviceRecord device, Guid package, OtaState state) => new(device.Number, [new(OtaPackageType.Firmware, package, state, 5)]);

    private static AttributesChange Ring(DeviceRecord device, TypedValue value, AttributeScope scope) =>
        new(device.Number, Writer, 0, [new(scope, RollOutRing.Key, value, 1, 1)], []);

    private static RollOutInfo New(OtaPackageInfo package) =>
        new(Guid.NewGuid(), 5, package.Fields.ProfileId, package.Fields.Type, package.Id, Plan, RollOutState.Running, 0, 5, 0, 0, null, null, 1);

    private async Task<RollOutInfo> RollOutAsync(OtaPackageInfo package) => Done(await Storage.RollOuts.CreateAsync(New(package), Cancellation));

    private async Task<OtaState> StateAsync(OtaPackageInfo package)
    {
        var made = await RollOutAsync(package);
        var opened = RollOutRules.MoveOn(made, null);
        var device = (await Storage.RollOuts.ListCandidatesAsync(Profile, OtaPackageType.Firmware, 0, 1, Cancellation)).Single();
        await Storage.RollOuts.MoveAsync(made, opened, [device.Number], Cancellation);
        return Done(await Storage.RollOuts.ListDevicesAsync(opened, null, new(1, 0), Cancellation)).Data.Single().State;
    }
}
