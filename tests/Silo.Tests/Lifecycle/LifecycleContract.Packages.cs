using OrleansIot.Devices;
using OrleansIot.Grains.Ota;
using OrleansIot.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Lifecycle;

public abstract partial class LifecycleContract
{
    private const int ChunkSize = 4;

    [Fact]
    public async Task a_package_comes_back_as_it_was_stored_and_only_its_info_changes()
    {
        var fields = new OtaPackageFields(Profile, OtaPackageType.Software, "Ä", "1", "tag", null, "{}"u8.ToArray());
        var made = Done(await Storage.Packages.CreateAsync(Guid.NewGuid(), 7, fields, Cancellation));
        Assert.Equivalent(fields, made.Fields, strict: true);
        Assert.Equivalent(made, await Storage.Packages.LoadAsync(made.Id, Cancellation), strict: true);
        Assert.Equivalent(made, Done(await Storage.Packages.CreateAsync(made.Id, 8, fields, Cancellation)), strict: true);
        Assert.Equal(Outcome.Conflict, (await Storage.Packages.CreateAsync(Guid.NewGuid(), 8, fields, Cancellation)).Outcome);
        Assert.Equal(Outcome.Invalid, (await Storage.Packages.CreateAsync(Guid.NewGuid(), 8, fields with { ProfileId = Guid.NewGuid(), Title = "x" }, Cancellation)).Outcome);
        Assert.Equal("[]"u8.ToArray(), Done(await Storage.Packages.UpdateInfoAsync(made.Id, "[]"u8.ToArray(), Cancellation)).Fields.AdditionalInfo);
        Assert.Equal(Outcome.NotFound, (await Storage.Packages.UpdateInfoAsync(Guid.NewGuid(), null, Cancellation)).Outcome);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(12L, null, null)]
    [InlineData(null, ChecksumAlgorithm.Crc32, "1bdf05a5")]
    [InlineData(1L << 40, ChecksumAlgorithm.Md5, "00ff")]
    public async Task of_data_that_lies_elsewhere_what_is_known_is_kept(long? size, ChecksumAlgorithm? algorithm, string? checksum)
    {
        var known = size is null && checksum is null ? null : new OtaUrlData(size, algorithm, checksum);
        var fields = new OtaPackageFields(Profile, OtaPackageType.Firmware, "u", "1", null, "http://example.org/u", null, known);
        var made = Done(await Storage.Packages.CreateAsync(Guid.NewGuid(), 7, fields, Cancellation));
        Assert.Equal((fields, null), (made.Fields, made.File));
        Assert.Equal(fields, (await Storage.Packages.LoadAsync(made.Id, Cancellation))!.Fields);
    }

    [Fact]
    public async Task packages_are_listed_by_profile_type_and_whether_they_can_be_assigned()
    {
        var (a, b) = (await PackageAsync(url: null), await PackageAsync());
        await PackageAsync(OtherProfile);
        await PackageAsync(type: OtaPackageType.Software);
        Assert.Equal([a.Id, b.Id], await ListAsync(new(new(10, 0), Profile, OtaPackageType.Firmware)));
        Assert.Equal([b.Id], await ListAsync(new(new(10, 0), Profile, OtaPackageType.Firmware, AssignableOnly: true)));
        Assert.Equal(4, (await ListAsync(new(new(10, 0)))).Length);
        Assert.Equal(4, (await ListAsync(new(new(10, 0, "FW")))).Length);
        Assert.Empty(await ListAsync(new(new(10, 0, "zz"))));
    }

    [Fact]
    public async Task an_upload_becomes_the_packages_data_when_all_of_it_is_there_and_never_changes_again()
    {
        var package = await PackageAsync(url: null);
        var (content, data) = (Guid.NewGuid(), "0123456789"u8.ToArray());
        Assert.False(await Storage.Contents.AppendAsync(content, 0, data, 1, Cancellation));
        Done(await Storage.Contents.BeginAsync(package.Id, content, 1, Cancellation));
        Done(await Storage.Contents.BeginAsync(package.Id, content, 1, Cancellation));
        Assert.True(await Storage.Contents.AppendAsync(content, 2, data[8..], 1, Cancellation));
        Assert.True(await Storage.Contents.AppendAsync(content, 0, data[..4], 1, Cancellation));
        Assert.Equal(Outcome.Invalid, (await Storage.Contents.CompleteAsync(package.Id, File(content, 10), Cancellation)).Outcome);
        Assert.True(await Storage.Contents.AppendAsync(content, 1, data[4..8], 1, Cancellation));
        Assert.True(await Storage.Contents.AppendAsync(content, 1, data[4..8], 1, Cancellation));
        foreach (var wrong in new[] { 9L, 11, 12, 13 })
            Assert.Equal(Outcome.Invalid, (await Storage.Contents.CompleteAsync(package.Id, File(content, wrong), Cancellation)).Outcome);

        var completed = Done(await Storage.Contents.CompleteAsync(package.Id, File(content, 10), Cancellation));
        Assert.Equal(File(content, 10), completed.File);
        Assert.Equivalent(completed, Done(await Storage.Contents.CompleteAsync(package.Id, File(content, 10), Cancellation)), strict: true);
        Assert.Equal(data[8..], await Storage.Contents.ReadAsync(content, 2, Cancellation));
        Assert.Null(await Storage.Contents.ReadAsync(content, 3, Cancellation));
        Assert.Null(await Storage.Contents.ReadAsync(Guid.NewGuid(), 0, Cancellation));
        Assert.False(await Storage.Contents.AppendAsync(content, 3, data, 1, Cancellation));
        Assert.Equal(Outcome.Invalid, (await Storage.Contents.BeginAsync(package.Id, Guid.NewGuid(), 1, Cancellation)).Outcome);
    }

    [Fact]
    public async Task of_two_uploads_at_the_same_time_one_becomes_the_data()
    {
        var package = await PackageAsync(url: null);
        var contents = new[] { Guid.NewGuid(), Guid.NewGuid() };
        foreach (var content in contents)
        {
            Done(await Storage.Contents.BeginAsync(package.Id, content, 1, Cancellation));
            await Storage.Contents.AppendAsync(content, 0, [1], 1, Cancellation);
        }
        var answers = await Task.WhenAll(contents.Select(content => Storage.Contents.CompleteAsync(package.Id, File(content, 1), Cancellation)));
        Assert.Equal([Outcome.Done, Outcome.Invalid], answers.Select(a => a.Outcome).Order());
        var loser = contents[Array.FindIndex(answers, a => a.Outcome != Outcome.Done)];
        await Storage.Contents.AbandonAsync(loser, Cancellation);
        await SweepAsync(0);
        Assert.Null(await Storage.Contents.ReadAsync(loser, 0, Cancellation));
        Assert.NotNull(await Storage.Contents.ReadAsync(contents.Single(c => c != loser), 0, Cancellation));
    }

    [Fact]
    public async Task a_package_with_a_url_takes_no_data_and_one_that_is_not_there_neither()
    {
        Assert.Equal(Outcome.Invalid, (await Storage.Contents.BeginAsync((await PackageAsync()).Id, Guid.NewGuid(), 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await Storage.Contents.BeginAsync(Guid.NewGuid(), Guid.NewGuid(), 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await Storage.Contents.CompleteAsync(Guid.NewGuid(), File(Guid.NewGuid(), 1), Cancellation)).Outcome);
    }

    [Fact]
    public async Task what_was_given_up_deleted_or_left_lying_is_swept_and_nothing_else()
    {
        var (kept, deleted, resting, fresh) = (await UploadAsync(1), await UploadAsync(1), Guid.NewGuid(), Guid.NewGuid());
        var abandoned = Guid.NewGuid();
        var open = await PackageAsync(url: null);
        foreach (var (content, touched) in new[] { (resting, 5L), (fresh, 50L), (abandoned, 50L) })
        {
            Done(await Storage.Contents.BeginAsync(open.Id, content, touched, Cancellation));
            await Storage.Contents.AppendAsync(content, 0, [1], touched, Cancellation);
        }
        await Storage.Contents.AbandonAsync(abandoned, Cancellation);
        Done(await Storage.Packages.DeleteAsync(deleted.Id, Cancellation));
        Assert.Equal(Outcome.NotFound, (await Storage.Packages.DeleteAsync(deleted.Id, Cancellation)).Outcome);
        await SweepAsync(10);
        Assert.False(await Storage.Contents.SweepAsync(10, Cancellation));

        foreach (var gone in new[] { deleted.File!.Content, resting, abandoned })
            Assert.Null(await Storage.Contents.ReadAsync(gone, 0, Cancellation));
        foreach (var there in new[] { kept.File!.Content, fresh })
            Assert.NotNull(await Storage.Contents.ReadAsync(there, 0, Cancellation));
        Assert.False(await Storage.Contents.AppendAsync(resting, 1, [1], 60, Cancellation));
        Assert.True(await Storage.Contents.AppendAsync(fresh, 1, [1], 60, Cancellation));
    }

    [Fact]
    public async Task a_device_runs_its_own_package_else_the_profiles()
    {
        var (own, profiles, software) = (await PackageAsync(), await PackageAsync(), await PackageAsync(type: OtaPackageType.Software));
        var device = await DeviceAsync();
        Assert.Equal(OtaSituation.None, (await LoadAsync(device)).Packages);
        await GiveProfileAsync(profiles.Id, software.Id);
        Assert.Equal((profiles.Id, software.Id), await EffectiveAsync(device));
        var record = Done(await Storage.Devices.UpdateAsync(device.Info.Id, device.Info.Fields with { FirmwareId = own.Id }, 1, Cancellation));
        Assert.Equal((own.Id, software.Id), await EffectiveAsync(device));
        Assert.Equivalent(own, (await LoadAsync(device)).Packages.Firmware.Effective, strict: true);
        await Storage.Devices.UpdateAsync(device.Info.Id, record.Info.Fields with { FirmwareId = null }, 2, Cancellation);
        Assert.Equal((profiles.Id, software.Id), await EffectiveAsync(device));
    }

    [Fact]
    public async Task a_device_whose_package_may_have_changed_waits_to_be_told_and_no_other()
    {
        var own = await PackageAsync();
        var device = await DeviceAsync();
        var record = Done(await Storage.Devices.UpdateAsync(device.Info.Id, device.Info.Fields with { Label = "l" }, 1, Cancellation));
        Assert.Empty(await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
        await Storage.Devices.UpdateAsync(device.Info.Id, record.Info.Fields with { FirmwareId = own.Id }, 1, Cancellation);
        Assert.Empty(await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
        Done(await Storage.Devices.UpdateAsync(device.Info.Id, record.Info.Fields with { FirmwareId = own.Id }, 2, Cancellation));
        Assert.Equal([device.Info.Id], await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
        Assert.Empty(await Storage.Assignments.ListDueAsync(TimeSpan.FromHours(1), 10, Cancellation));
        await CommitAsync(new AnnouncementChange(device.Number, []));
        Assert.Empty(await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));

        var moved = await Storage.Devices.UpdateAsync(device.Info.Id, record.Info.Fields with { ProfileId = OtherProfile }, 3, Cancellation);
        Assert.Equal([device.Info.Id], await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
        await Storage.Devices.DeleteAsync(Done(moved).Info.Id, Cancellation);
        Assert.Empty(await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
    }

    [Fact]
    public async Task who_waits_again_goes_to_the_end()
    {
        var devices = new[] { await DeviceAsync(), await DeviceAsync() }.Select(d => d.Info.Id).ToArray();
        await Storage.Assignments.AddDueAsync([devices[0]], Cancellation);
        await Storage.Assignments.AddDueAsync([], Cancellation);
        await DifferentMomentAsync();
        await Storage.Assignments.AddDueAsync([devices[1], Guid.NewGuid()], Cancellation);
        Assert.Equal(devices, await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
        await DifferentMomentAsync();
        await Storage.Assignments.AddDueAsync([devices[0]], Cancellation);
        Assert.Equal(devices.Reverse(), await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
    }

    [Theory]
    [InlineData("the package to be assigned does not exist", 0)]
    [InlineData("another type", 1)]
    [InlineData("another device profile", 2)]
    [InlineData("neither data nor a URL", 3)]
    public async Task a_package_that_cannot_be_is_assigned_neither_to_a_device_nor_to_a_profile(string reason, int which)
    {
        var id = which switch
        {
            0 => Guid.NewGuid(),
            1 => (await PackageAsync(type: OtaPackageType.Software)).Id,
            2 => (await PackageAsync(OtherProfile)).Id,
            _ => (await PackageAsync(url: null)).Id,
        };
        var device = await DeviceAsync();
        var fields = device.Info.Fields with { FirmwareId = id };
        var profile = (await Storage.Profiles.LoadAsync(Profile, Cancellation))!;
        foreach (var (outcome, why) in new[]
        {
            Refusal(await Storage.Devices.UpdateAsync(device.Info.Id, fields, 1, Cancellation)),
            Refusal(await Storage.Devices.CreateAsync(Guid.NewGuid(), 1, fields with { Name = "new" }, new(CredentialsType.AccessToken, null, null), Cancellation)),
            Refusal(await Storage.Profiles.UpdateAsync(Profile, profile.Fields with { FirmwareId = id }, null, Cancellation)),
        })
        {
            Assert.Equal(Outcome.Invalid, outcome);
            Assert.Contains(reason, why, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task an_assigned_package_is_not_deleted_and_its_profile_neither()
    {
        var package = await PackageAsync();
        var device = await DeviceAsync();
        var record = Done(await Storage.Devices.UpdateAsync(device.Info.Id, device.Info.Fields with { FirmwareId = package.Id }, 1, Cancellation));
        Assert.Equal(Outcome.Invalid, (await Storage.Packages.DeleteAsync(package.Id, Cancellation)).Outcome);
        Done(await Storage.Devices.UpdateAsync(device.Info.Id, record.Info.Fields with { FirmwareId = null }, 2, Cancellation));
        await GiveProfileAsync(package.Id, null);
        Assert.Equal(Outcome.Invalid, (await Storage.Packages.DeleteAsync(package.Id, Cancellation)).Outcome);
        await GiveProfileAsync(null, null);
        Done(await Storage.Packages.DeleteAsync(package.Id, Cancellation));

        await PackageAsync(OtherProfile);
        Assert.Equal(Outcome.Invalid, (await Storage.Profiles.DeleteAsync(OtherProfile, Cancellation)).Outcome);
    }

    [Fact]
    public async Task a_fan_out_begins_with_the_profiles_change_and_goes_on_where_it_stood()
    {
        var (package, own) = (await PackageAsync(), await PackageAsync());
        var devices = new[] { await DeviceAsync(), await DeviceAsync(), await DeviceAsync(), await DeviceAsync() };
        await DeviceAsync(OtherProfile);
        Done(await Storage.Devices.UpdateAsync(devices[1].Info.Id, devices[1].Info.Fields with { FirmwareId = own.Id }, 1, Cancellation));
        Assert.Null(await Storage.FanOuts.FindOpenAsync(Profile, Cancellation));
        await GiveProfileAsync(package.Id, null);
        await GiveProfileAsync(package.Id, null);
        Assert.Equal([Profile], await Storage.FanOuts.ListOpenAsync(Cancellation));
        var open = (await Storage.FanOuts.FindOpenAsync(Profile, Cancellation))!;
        Assert.Equal(new(OtaPackageType.Firmware, 1, 0), open);

        var page = await Storage.FanOuts.ListDevicesAsync(Profile, OtaPackageType.Firmware, open.Position, 2, Cancellation);
        Assert.Equal([devices[0].Info.Id, devices[2].Info.Id], page.Select(d => d.Id));
        await CommitAsync(new AnnouncementChange(devices[1].Number, []));
        await Storage.FanOuts.AdvanceAsync(Profile, open, page[^1].Number, 1, [page[1].Id], 5, Cancellation);
        Assert.Equal([page[1].Id], await Storage.Assignments.ListDueAsync(TimeSpan.Zero, 10, Cancellation));
        // A step that comes again, as after an interruption, moves nothing.
        await Storage.FanOuts.AdvanceAsync(Profile, open, page[^1].Number, 1, [], 5, Cancellation);
        open = (await Storage.FanOuts.FindOpenAsync(Profile, Cancellation))!;
        Assert.Equal(page[^1].Number, open.Position);
        Assert.Equal([devices[3].Info.Id], (await Storage.FanOuts.ListDevicesAsync(Profile, OtaPackageType.Firmware, open.Position, 10, Cancellation)).Select(d => d.Id));
        await Storage.FanOuts.AdvanceAsync(Profile, open, null, 0, [], 9, Cancellation);
        Assert.Empty(await Storage.FanOuts.ListOpenAsync(Cancellation));
        var progress = Assert.Single(await Storage.FanOuts.LoadAsync(Profile, Cancellation));
        Assert.Equal((package.Id, 3L, 1L, 1L, 9L), (progress.Package, progress.Total, progress.Done, progress.Postponed, progress.FinishedTime));
    }

    [Fact]
    public async Task a_fan_out_that_another_has_replaced_does_not_move_it()
    {
        var (first, second) = (await PackageAsync(), await PackageAsync());
        await GiveProfileAsync(first.Id, null);
        var old = (await Storage.FanOuts.FindOpenAsync(Profile, Cancellation))!;
        await GiveProfileAsync(second.Id, null);
        await Storage.FanOuts.AdvanceAsync(Profile, old, null, 0, [], 9, Cancellation);
        Assert.Equal(new(OtaPackageType.Firmware, 2, 0), await Storage.FanOuts.FindOpenAsync(Profile, Cancellation));
    }

    private static OtaFile File(Guid content, long size) =>
        new(content, "ä.bin", "application/octet-stream", ChecksumAlgorithm.Crc32, "46d76c45", size, new string('a', 64), ChunkSize);

    private static (Outcome Outcome, string? Reason) Refusal<T>(Answer<T> answer) => (answer.Outcome, answer.Reason);

    /// <summary>A database tells instants apart by the millisecond.</summary>
    private static Task DifferentMomentAsync() => Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);

    private async Task<OtaPackageInfo> UploadAsync(int chunks)
    {
        var (package, content) = (await PackageAsync(url: null), Guid.NewGuid());
        Done(await Storage.Contents.BeginAsync(package.Id, content, 1, Cancellation));
        for (var i = 0; i < chunks; i++)
            await Storage.Contents.AppendAsync(content, i, new byte[ChunkSize], 1, Cancellation);
        return Done(await Storage.Contents.CompleteAsync(package.Id, File(content, chunks * ChunkSize), Cancellation));
    }

    private async Task SweepAsync(long before)
    {
        while (await Storage.Contents.SweepAsync(before, Cancellation))
        {
        }
    }

    private async Task<Guid[]> ListAsync(OtaPackageQuery query) => [.. Done(await Storage.Packages.ListAsync(query, Cancellation)).Data.Select(p => p.Id)];

    private async Task GiveProfileAsync(Guid? firmware, Guid? software)
    {
        var profile = (await Storage.Profiles.LoadAsync(Profile, Cancellation))!;
        Done(await Storage.Profiles.UpdateAsync(Profile, profile.Fields with { FirmwareId = firmware, SoftwareId = software }, profile.Version, Cancellation));
    }

    private async Task<(Guid?, Guid?)> EffectiveAsync(Grains.Devices.DeviceRecord device)
    {
        var packages = (await LoadAsync(device)).Packages;
        return (packages.Firmware.Effective?.Id, packages.Software.Effective?.Id);
    }
}
