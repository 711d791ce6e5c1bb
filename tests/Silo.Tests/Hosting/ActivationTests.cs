using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo.Tests.Hosting;

public sealed class ActivationTests
{
    [Theory]
    [InlineData("00:00:10", "00:00:10", "00:00:05")]
    [InlineData("00:02:00", "00:02:00", "00:01:00")]
    [InlineData("06:00:00", "06:00:00", "00:01:00")]
    [InlineData(null, "00:15:00", "00:01:00")]
    public void devices_leave_memory_after_the_time_that_is_set_and_are_looked_for_often_enough(string? set, string age, string quantum)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(set is null ? [] : [new("Activations:IdleAfter", set)]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddGrains(configuration);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        Assert.Equal(TimeSpan.Parse(age, null), options.CollectionAge);
        Assert.Equal(TimeSpan.Parse(quantum, null), options.CollectionQuantum);
    }
}
