using OrleansIot.Customers;
using OrleansIot.DeviceProfiles;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

/// <summary>What devices need to be there.</summary>
internal static class StorageSetup
{
    public static async Task AddProfileAsync(this IStorageUnderTest storage, Guid id, string name)
    {
        var answer = await storage.Profiles.CreateAsync(id, 0, new(name, ProvisionType.Disabled, null, null, "{}"u8.ToArray()), default);
        Assert.Equal(Outcome.Done, answer.Outcome);
    }

    public static async Task AddCustomerAsync(this IStorageUnderTest storage, Guid id, string title)
    {
        var answer = await storage.Customers.CreateAsync(new(id, 0, new(title, Contact.None, null), false, 1), default);
        Assert.Equal(Outcome.Done, answer.Outcome);
    }
}
