using OrleansIot.Servers;

namespace OrleansIot.Clusters;

/// <summary>A host that cannot run as it is configured says why in a sentence, and ends.</summary>
public sealed class SettingsTests
{
    private const string Elsewhere = "Host=database.invalid;Username=x;Password=TopSecret;Database=x";

    [Theory]
    [InlineData("Polls__MaxTimeout", "soon", "Polls:MaxTimeout (environment: Polls__MaxTimeout) is 'soon'; allowed is a whole number from 1 to 86400000.")]
    [InlineData("Proxies__Trusted", "10.0.0.0/33", "Proxies:Trusted (environment: Proxies__Trusted) is '10.0.0.0/33': '10.0.0.0/33' is neither an address nor a network.")]
    [InlineData("Polls__MaxTimout", "1000", "Polls:MaxTimout (environment: Polls__MaxTimout) is not a setting; MaxTimeout is one.")]
    public async Task both_hosts_refuse_what_neither_can_mean(string name, string value, string told)
    {
        Assert.Contains(told, await RefusedAsync(Built.SiloExecutable, (name, value)), StringComparison.Ordinal);
        Assert.Contains(told, await RefusedAsync(Built.GatewayExecutable, ("Storage__Postgres", Elsewhere), (name, value)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Activations__IdleAfter", "00:00:01", "Activations:IdleAfter (environment: Activations__IdleAfter) is '00:00:01'; allowed is a time as [days.]hours:minutes:seconds from 00:00:10 to 1.00:00:00.")]
    [InlineData("Gateway__CoHosted", "false", "Gateway:CoHosted (environment: Gateway__CoHosted) is false, but an embedded server has no other gateway")]
    [InlineData("Storage__Postgres", "Host=x;Pasword=TopSecret", "is not a connection string for PostgreSQL")]
    [InlineData("Storage__Postgres", Elsewhere, "Orleans:AdvertisedAddress (environment: Orleans__AdvertisedAddress, or POD_IP) is not set, but the database is on another machine")]
    public async Task a_silo_refuses_what_it_cannot_mean(string name, string value, string told) =>
        Assert.Contains(told, await RefusedAsync(Built.SiloExecutable, (name, value)), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "Storage:Postgres is not set")]
    [InlineData("Host=x;Pasword=TopSecret", "Storage:Postgres is not a connection string for PostgreSQL")]
    public async Task a_gateway_refuses_to_look_for_silos_nowhere(string postgres, string told) =>
        Assert.Contains(told, await RefusedAsync(Built.GatewayExecutable, ("Storage__Postgres", postgres)), StringComparison.Ordinal);

    /// <returns>What it said, which is no trace and no secret.</returns>
    private static async Task<string> RefusedAsync(string executable, params (string Name, string Value)[] settings)
    {
        using var folder = new TempFolder();
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = Loopback.Http(Loopback.FreeEndPoint()).ToString(),
            ["Storage__Path"] = folder.Path,
            ["GATEWAY_PORT"] = "tcp://10.0.0.1:80",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        await using var process = ServerProcess.Start(executable, [], environment);
        Assert.Equal(1, await process.WaitForExitAsync());
        var said = process.Output + process.Errors;
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("TopSecret", said, StringComparison.Ordinal);
        return process.Errors;
    }
}
