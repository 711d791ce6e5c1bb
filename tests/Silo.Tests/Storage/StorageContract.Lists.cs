using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task list_filters_by_customer_type_profile_and_text()
    {
        await CreateAsync("Alpha", "first", OtherProfile, Customer);
        await CreateAsync("beta 100%", null, OtherProfile, null);
        await CreateAsync("Gämma", "ALPHA_x", Profile, Customer);

        Assert.Equal(["Alpha", "Gämma"], await NamesAsync(new(new(10, 0), CustomerId: Customer)));
        Assert.Equal(["Alpha", "beta 100%"], await NamesAsync(new(new(10, 0), Type: "thermostat")));
        Assert.Equal(["Gämma"], await NamesAsync(new(new(10, 0), ProfileId: Profile)));
        Assert.Equal(["Alpha", "Gämma"], await NamesAsync(new(new(10, 0, "aLpHa"))));
        Assert.Equal(["Gämma"], await NamesAsync(new(new(10, 0, "GÄM"))));
        Assert.Equal(["beta 100%"], await NamesAsync(new(new(10, 0, "0%"))));
        Assert.Equal(["Gämma"], await NamesAsync(new(new(10, 0, "_"))));
        Assert.Equal(["Alpha"], await NamesAsync(new(new(10, 0, "alpha"), Customer, "thermostat", OtherProfile)));
        Assert.Equal(3, (await NamesAsync(new(new(10, 0, "")))).Length);
    }

    [Theory]
    [InlineData(null, "c b a")]
    [InlineData("createdTime", "c b a")]
    [InlineData("name", "a b c")]
    [InlineData("label", "b c a")]
    [InlineData("type", "b c a")]
    [InlineData("customerTitle", "b c a")]
    public async Task list_sorts_by_every_property_it_knows(string? property, string expected)
    {
        await CreateAsync("c", "2", OtherProfile, Customer);
        await CreateAsync("b", "1", Profile, null);
        await CreateAsync("a", "3", OtherProfile, Customer);
        var names = expected.Split(' ');
        Assert.Equal(names, await NamesAsync(new(new(10, 0, SortProperty: property))));
        Assert.Equal(names.Reverse(), await NamesAsync(new(new(10, 0, SortProperty: property, Descending: true))));
    }

    [Fact]
    public async Task list_refuses_a_sort_property_it_does_not_know_by_name() => Refused(
        Outcome.Invalid,
        "Unknown sort property 'color'",
        await _storage.Devices.ListAsync(new(new(10, 0, SortProperty: "color")), Cancellation));

    [Fact]
    public async Task pages_follow_each_other_without_gap_or_overlap()
    {
        for (var i = 0; i < 7; i++)
            await CreateAsync($"device {i}", "same", Profile, null);
        var names = new List<string>();
        for (var page = 0; page < 3; page++)
        {
            var answer = Done(await _storage.Devices.ListAsync(new(new(3, page, SortProperty: "label")), Cancellation));
            Assert.Equal((7L, 3L, page < 2), (answer.TotalElements, answer.TotalPages, answer.HasNext));
            names.AddRange(answer.Data.Select(device => device.Fields.Name));
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"device {i}"), names);
        Assert.Empty(Done(await _storage.Devices.ListAsync(new(new(int.MaxValue, int.MaxValue)), Cancellation)).Data);
    }

    private async Task CreateAsync(string name, string? label, Guid profile, Guid? customer) =>
        Done(await _storage.Devices.CreateAsync(Guid.NewGuid(), ++_devices, new(name, label, profile, customer, null), Token(null), Cancellation));

    private async Task<string[]> NamesAsync(DeviceQuery query)
    {
        var page = Done(await _storage.Devices.ListAsync(query, Cancellation));
        Assert.Equal(page.Data.Count, page.TotalElements);
        return [.. page.Data.Select(device => device.Fields.Name)];
    }
}
