using OrleansIot.Attributes;
using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Lifecycle;

public abstract partial class LifecycleContract
{
    [Fact]
    public async Task profiles_are_found_by_their_provisioning_keys()
    {
        var fields = new DeviceProfileFields("p", ProvisionType.CheckPreProvisionedDevices, "key", "secret", "{}"u8.ToArray(), Reprovision: true);
        var made = Done(await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, fields, Cancellation));
        var found = await Storage.Provisioning.FindProfilesAsync(["other", "key", "", "ke\0y", "key", "KEY"], Cancellation);
        var expected = new ProvisioningProfile(made.Id, ProvisionType.CheckPreProvisionedDevices, "secret", true);
        Assert.Equal([null, expected, null, null, expected, null], found);
        Assert.True((await Storage.Profiles.LoadAsync(made.Id, Cancellation))!.Fields.Reprovision);
    }

    [Fact]
    public async Task devices_are_found_by_their_names()
    {
        var device = await DeviceAsync();
        Assert.Equal([device.Info.Id, null, null], await Storage.Provisioning.FindDevicesAsync([device.Info.Fields.Name, "x", "\0"], Cancellation));
    }

    [Fact]
    public async Task a_batch_creates_devices_with_their_attributes_and_their_state()
    {
        AttributeEntry[] attributes =
        [
            new(AttributeScope.Server, "provisionState", TypedValue.String("provisioned"), 5, 1),
            new(AttributeScope.Shared, "d", TypedValue.Double(0.5), 5, 2),
            new(AttributeScope.Shared, "j", TypedValue.Json("[1]"u8.ToArray()), 5, 3),
        ];
        var devices = new[] { New("a") with { Attributes = attributes }, New("b") };
        var made = Array.ConvertAll(await Storage.Provisioning.CreateAsync(devices, null, Cancellation), Done);

        var loaded = (await Storage.Devices.LoadAsync(made[0].Id, Cancellation))!;
        Assert.Equal((devices[0].Id, "a", 3L), (loaded.Record.Info.Id, loaded.Record.Info.Fields.Name, loaded.State.AttributesVersion));
        Assert.Equal(made[0].Credentials, loaded.Record.Credentials);
        Assert.Equal(attributes.OrderBy(a => a.Version), loaded.Attributes.OrderBy(a => a.Version));
        Assert.Empty((await Storage.Devices.LoadAsync(made[1].Id, Cancellation))!.Attributes);
        Assert.Equal([new TokenOwner(made[1].Id, 1)], await Storage.Devices.ResolveAsync([made[1].Credentials.CredentialsId], Cancellation));
        Assert.Equal([Grains.Commits.ChangeResult.Applied], await CommitAsync(Attributes(loaded.Record.Number, 3, "x", 1)));
    }

    [Fact]
    public async Task of_a_batch_only_what_is_in_somebodys_way_is_refused_and_the_refusal_says_why()
    {
        var taken = await DeviceAsync();
        NewDevice[] batch =
        [
            New("a", "A"),
            New(taken.Info.Fields.Name),
            New("b", taken.Credentials.CredentialsId),
            New("a"),
            New("c", "A"),
            New("d") with { Fields = Fields("d") with { ProfileId = Guid.NewGuid() } },
            New("e") with { Fields = Fields("e") with { CustomerId = Guid.NewGuid() } },
            New("f") with { Credentials = new(CredentialsType.MqttBasic, null, "{}") },
            New("g"),
        ];
        var answers = await Storage.Provisioning.CreateAsync(batch, null, Cancellation);
        Assert.Equal(
            [null, "Device with such name already exists!", "Device credentials are already assigned to another device!", "Device with such name already exists!",
                "Device credentials are already assigned to another device!", "Device profile not found", "Customer not found", "Device credentials id should be specified!", null],
            answers.Select(a => a.Reason));
        Assert.Equal(["a", "g"], (await Storage.Devices.ListAsync(new(new(100, 0)), Cancellation)).Value!.Data.Select(d => d.Fields.Name).Where(n => n.Length == 1).Order());
    }

    [Fact]
    public async Task a_batch_that_comes_again_answers_the_devices_that_it_made()
    {
        NewDevice[] batch = [New("a"), New("b"), New("c", "token")];
        var first = Array.ConvertAll(await Storage.Provisioning.CreateAsync(batch, null, Cancellation), Done);
        var again = Array.ConvertAll(await Storage.Provisioning.CreateAsync([.. batch, batch[1]], null, Cancellation), Done);
        Assert.Equal([.. first, first[1]], again);
    }

    [Fact]
    public async Task no_more_devices_are_made_than_the_tenant_may_have_however_they_are_made()
    {
        var batch = Enumerable.Range(0, (int)MaxDevices + 5).Select(n => New($"q{n}")).ToArray();
        var answers = await Storage.Provisioning.CreateAsync(batch, null, Cancellation);
        Assert.All(answers[..(int)MaxDevices], answer => Assert.Equal(Outcome.Done, answer.Outcome));
        Assert.All(answers[(int)MaxDevices..], answer => Assert.Equal(Outcome.LimitExceeded, answer.Outcome));

        var one = await Storage.Devices.CreateAsync(Guid.NewGuid(), 1, Fields("one"), new(CredentialsType.AccessToken, null, null), Cancellation);
        Assert.Equal(Outcome.LimitExceeded, one.Outcome);
        Assert.Equal(Outcome.Done, (await Storage.Provisioning.CreateAsync([batch[3]], null, Cancellation))[0].Outcome);
        await Storage.Devices.DeleteAsync(batch[0].Id, Cancellation);
        Done(await Storage.Devices.CreateAsync(Guid.NewGuid(), 1, Fields("one"), new(CredentialsType.AccessToken, null, null), Cancellation));
    }

    [Fact]
    public async Task an_import_counts_each_line_once_however_often_it_comes()
    {
        var import = Guid.NewGuid();
        Assert.Null(await Storage.Provisioning.LoadImportAsync(import, Cancellation));
        NewDevice[] batch = [New("a"), New("a"), New("b")];
        await Storage.Provisioning.CreateAsync(batch, new(import, [2, 4, 5], [3], 100), Cancellation);
        await Storage.Provisioning.CreateAsync([batch[2], New("c")], new(import, [5, 6], [7], 200), Cancellation);
        Assert.Equal(new(import, 100, 200, 7, 3, 3), await Storage.Provisioning.LoadImportAsync(import, Cancellation));
    }

    private static NewDevice New(string name, string? token = null) => new(Guid.NewGuid(), 5, Fields(name), new(CredentialsType.AccessToken, token, null), []);

    private static DeviceFields Fields(string name) => new(name, null, Profile, null, null);
}
