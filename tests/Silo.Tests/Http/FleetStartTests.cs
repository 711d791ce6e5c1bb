using System.Collections.Concurrent;
using System.Net;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>A fleet that is switched on, with devices and users that ask twice.</summary>
public sealed class FleetStartTests
{
    private const int Fleet = 1_000;

    [Fact]
    public async Task a_thousand_devices_register_and_are_claimed_at_once_and_none_is_there_or_owned_twice()
    {
        // The users of one customer may try more than they usually may: they all come at once here.
        await using var server = new EmbeddedServer { Settings = ["--Claiming:MaxFailures=100000", "--Claiming:MaxGuesses=100000"] };
        await server.InitializeAsync();
        await server.CreateProfileAsync("ALLOW_CREATE_NEW_DEVICES", "fleet-key", "fleet-secret");
        var customers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => server.CreateCustomerUserAsync()));
        var provisioned = new ConcurrentBag<(string Name, string Token, string Id)>();
        var owners = new ConcurrentBag<(string Name, string Customer)>();

        await Parallel.ForAsync(0, Fleet, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, _) =>
        {
            // Every third device asks three times at once, as one does that has lost the answer.
            var answers = await Task.WhenAll(Enumerable.Range(0, number % 3 == 0 ? 3 : 1).Select(_ => server.Device.PostApiAsync(
                $"api/v1/provision", new { deviceName = $"fleet-{number}", provisionDeviceKey = "fleet-key", provisionDeviceSecret = "fleet-secret" })));
            foreach (var answer in answers.Where(a => a.Ok()["status"].GetString() == "SUCCESS"))
                provisioned.Add(($"fleet-{number}", answer["credentialsValue"].GetString()!, answer["deviceId"].GetString()!));
            var token = provisioned.Single(p => p.Name == $"fleet-{number}").Token;
            (await server.Device.PostApiAsync($"api/v1/{token}/claim", """{"secretKey":"s"}""")).Ok();
            // Both customers want every fifth device.
            var claims = await Task.WhenAll((number % 5 == 0 ? customers : customers[..1]).Select(async customer =>
                (customer.CustomerId, Answer: await customer.Client.PostApiAsync($"api/customer/device/fleet-{number}/claim", new { secretKey = "s" }))));
            foreach (var (customer, answer) in claims)
            {
                if (answer.Status == HttpStatusCode.OK)
                    owners.Add(($"fleet-{number}", customer));
                else
                    Assert.Equal("CLAIMED", answer.Json.GetString());
            }
        });

        Assert.Equal(Fleet, provisioned.Count);
        Assert.Equal(Fleet, provisioned.DistinctBy(p => p.Name).Count());
        Assert.Equal(Fleet, provisioned.DistinctBy(p => p.Token).Count());
        Assert.Equal(Fleet, owners.DistinctBy(o => o.Name).Count());
        Assert.Equal(Fleet, owners.Count);
        var stored = (await server.Admin.GetApiAsync($"api/tenant/deviceInfos?pageSize={Fleet + 1}&page=0&textSearch=fleet-")).Ok()["data"].EnumerateArray()
            .ToDictionary(d => d.GetProperty("name").GetString()!, d => (Id: d.GetProperty("id").GetProperty("id").GetString(), Owner: d.GetProperty("customerId").GetProperty("id").GetString()));
        Assert.Equal(Fleet, stored.Count);
        Assert.All(provisioned, p => Assert.Equal(p.Id, stored[p.Name].Id));
        Assert.All(owners, o => Assert.Equal(o.Customer, stored[o.Name].Owner));
    }
}
