using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.DeviceProfiles;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Accounts;

public abstract class DeviceProfileStoreContract : StoreContract
{
    private IDeviceProfileStore Profiles => Storage.Profiles;

    [Fact]
    public async Task a_profile_comes_back_as_it_was_stored()
    {
        var fields = new DeviceProfileFields("name", ProvisionType.CheckPreProvisionedDevices, "key", "secret", """{"profileData":{"x":[1]}}"""u8.ToArray());
        var made = (await Profiles.CreateAsync(Guid.NewGuid(), 5, fields, Cancellation)).Value!;
        Assert.Equivalent(fields, made.Fields, strict: true);
        Assert.Equivalent(made, await Profiles.LoadAsync(made.Id, Cancellation), strict: true);
        Assert.Equivalent(made, await Profiles.FindByNameAsync("name", Cancellation), strict: true);
    }

    [Fact]
    public async Task name_and_provisioning_key_are_unique_and_the_refusal_says_which()
    {
        await CreateAsync("one", "key");
        Assert.Contains("name", (await Profiles.CreateAsync(Guid.NewGuid(), 1, New("one", null), Cancellation)).Reason, StringComparison.Ordinal);
        Assert.Contains("key", (await Profiles.CreateAsync(Guid.NewGuid(), 1, New("two", "key"), Cancellation)).Reason, StringComparison.Ordinal);
        await CreateAsync("three", null);
        await CreateAsync("four", null);
    }

    [Fact]
    public async Task the_first_start_makes_one_default_profile_and_later_ones_leave_it()
    {
        await Profiles.EnsureDefaultAsync(New("default", null), Guid.NewGuid(), 1, Cancellation);
        var first = await Profiles.FindDefaultAsync(Cancellation);
        await Profiles.EnsureDefaultAsync(New("default", null), Guid.NewGuid(), 2, Cancellation);
        Assert.Equivalent(first, await Profiles.FindDefaultAsync(Cancellation), strict: true);
    }

    [Fact]
    public async Task exactly_one_profile_is_the_default_and_it_is_not_deleted()
    {
        var (one, two) = (await CreateAsync("one", null), await CreateAsync("two", null));
        Assert.True((await Profiles.SetDefaultAsync(one.Id, Cancellation)).Value!.IsDefault);
        Assert.True((await Profiles.SetDefaultAsync(two.Id, Cancellation)).Value!.IsDefault);
        Assert.False((await Profiles.LoadAsync(one.Id, Cancellation))!.IsDefault);
        Assert.Equal(Outcome.Invalid, (await Profiles.DeleteAsync(two.Id, Cancellation)).Outcome);
        Assert.Equal(Outcome.Done, (await Profiles.DeleteAsync(one.Id, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await Profiles.DeleteAsync(one.Id, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await Profiles.SetDefaultAsync(one.Id, Cancellation)).Outcome);
    }

    [Fact]
    public async Task a_change_needs_the_current_version()
    {
        var made = await CreateAsync("one", null);
        Assert.Equal(2, (await Profiles.UpdateAsync(made.Id, made.Fields, 1, Cancellation)).Value!.Version);
        Assert.Equal(Outcome.Conflict, (await Profiles.UpdateAsync(made.Id, made.Fields, 1, Cancellation)).Outcome);
    }

    private static DeviceProfileFields New(string name, string? key) => new(name, ProvisionType.Disabled, key, null, "{}"u8.ToArray());

    private async Task<DeviceProfileInfo> CreateAsync(string name, string? key) => (await Profiles.CreateAsync(Guid.CreateVersion7(), 1, New(name, key), Cancellation)).Value!;
}
