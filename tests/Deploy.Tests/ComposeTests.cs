using System.Globalization;

namespace OrleansIot.Deploy;

/// <summary>The compose file agrees with the Dockerfile, the balancer and the hosts. It cannot be run here: that takes a container engine.</summary>
public sealed class ComposeTests
{
    private static readonly string[] Hosts = ["gateway-1", "gateway-2", "silo-1", "silo-2"];

    private readonly ComposeFile _compose = new();

    [Fact]
    public void it_has_all_that_a_cluster_needs() =>
        Assert.Equal(["gateway-1", "gateway-2", "haproxy", "postgres", "silo-1", "silo-2"], _compose.Services.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void hosts_are_built_from_the_Dockerfile_as_this_version()
    {
        var dockerfile = new Dockerfile();
        foreach (var host in Hosts)
        {
            var service = _compose.Services[host];
            var target = ComposeFile.Text(service, "image")!.Split('/', ':')[1];
            Assert.Equal($"orleansiot/{target}:{Repository.Version}", ComposeFile.Text(service, "image"));
            Assert.StartsWith(target, host, StringComparison.Ordinal);
            var build = ComposeFile.Mapping(service, "build");
            Assert.Equal(target, build["target"].ToString());
            Assert.Contains(target, dockerfile.Stages.Select(s => s.Name));
            Assert.True(File.Exists(Path.Combine(Repository.PathTo("deploy", "docker"), build["context"].ToString(), build["dockerfile"].ToString())));
        }
    }

    [Fact]
    public void every_setting_is_one_that_the_hosts_know()
    {
        foreach (var host in Hosts)
        {
            foreach (var (name, value) in ComposeFile.Environment(_compose.Services[host]))
                Settings.Check(host, name, value);
        }
    }

    [Fact]
    public void a_silo_is_found_by_the_name_of_its_container()
    {
        foreach (var silo in Hosts.Where(h => h.StartsWith("silo", StringComparison.Ordinal)))
            Assert.Equal(silo, ComposeFile.Environment(_compose.Services[silo])["Orleans__AdvertisedAddress"]);
    }

    [Fact]
    public void whoever_waits_for_another_waits_for_one_that_is_there()
    {
        foreach (var (_, service) in _compose.Services)
            Assert.All(ComposeFile.Names(service, "depends_on"), name => Assert.Contains(name, _compose.Services.Keys));
        Assert.NotEmpty(ComposeFile.Mapping(_compose.Services["postgres"], "healthcheck"));
    }

    [Fact]
    public void a_container_is_given_more_time_to_end_than_its_host_takes()
    {
        foreach (var host in Hosts)
        {
            var environment = ComposeFile.Environment(_compose.Services[host]);
            var grace = int.Parse(ComposeFile.Text(_compose.Services[host], "stop_grace_period")!.TrimEnd('s'), CultureInfo.InvariantCulture);
            Assert.True(grace > StopTime.Seconds(name => environment.GetValueOrDefault(name)));
        }
    }

    [Fact]
    public void the_balancer_is_the_one_of_the_local_cluster_and_finds_the_gateways()
    {
        var haproxy = _compose.Services["haproxy"];
        var environment = ComposeFile.Environment(haproxy);
        Assert.Equal(BalancerConfiguration.Load().Variables, environment.Keys.ToHashSet());
        Assert.Equal(["gateway-1:8080", "gateway-2:8080"], environment.Where(e => e.Key.StartsWith("GATEWAY_", StringComparison.Ordinal)).Select(e => e.Value).Order(StringComparer.Ordinal));
        var mount = ComposeFile.Names(haproxy, "volumes").Single().Split(':')[0];
        Assert.Equal(BalancerConfiguration.FullPath, Path.GetFullPath(Path.Combine(Repository.PathTo("deploy", "docker"), mount)));
    }

    [Fact]
    public void passwords_come_from_the_operator()
    {
        var text = Repository.Read("deploy", "docker", "compose.yaml");
        var example = Repository.Read("deploy", "docker", "example.env");
        foreach (var name in new[] { "POSTGRES_PASSWORD", "ADMIN_PASSWORD" })
        {
            Assert.Contains($"${{{name}:?", text, StringComparison.Ordinal);
            Assert.Matches($"(?m)^{name}=$", example);
        }
    }
}
