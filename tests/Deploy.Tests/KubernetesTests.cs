using System.Globalization;
using k8s.Models;

namespace OrleansIot.Deploy;

/// <summary>The manifests agree with themselves and with the hosts; nothing here needs a cluster.</summary>
public sealed class KubernetesTests
{
    private const string Namespace = "orleansiot";

    private readonly Manifests _manifests = Manifests.Load();

    [Fact]
    public void every_object_is_one_that_Kubernetes_knows_and_lives_in_the_namespace()
    {
        Assert.Equal(
            ["ConfigMap", "Deployment", "Deployment", "Namespace", "NetworkPolicy", "NetworkPolicy", "NetworkPolicy", "NetworkPolicy", "PodDisruptionBudget", "PodDisruptionBudget", "Service"],
            _manifests.Objects.Select(o => o.Kind).Order(StringComparer.Ordinal));
        foreach (var metadata in _manifests.Objects.Append(_manifests.Secrets).Select(o => ((IMetadata<V1ObjectMeta>)o).Metadata))
            Assert.Equal(Namespace, metadata.NamespaceProperty ?? metadata.Name);
    }

    [Fact]
    public void every_selector_finds_pods()
    {
        foreach (var deployment in _manifests.Deployments)
        {
            var labels = deployment.Spec.Template.Metadata.Labels;
            AssertSelects(deployment.Spec.Selector.MatchLabels, labels);
            foreach (var spread in deployment.Spec.Template.Spec.TopologySpreadConstraints)
                AssertSelects(spread.LabelSelector.MatchLabels, labels);
        }
        var pods = _manifests.Deployments.Select(d => d.Spec.Template.Metadata.Labels).ToArray();
        var selectors = _manifests.Objects.OfType<V1Service>().Select(s => s.Spec.Selector)
            .Concat(_manifests.Objects.OfType<V1PodDisruptionBudget>().Select(b => b.Spec.Selector.MatchLabels))
            .Concat(Policies.Select(p => p.Spec.PodSelector.MatchLabels))
            .Concat(Policies.SelectMany(Peers).Select(p => p.PodSelector?.MatchLabels));
        foreach (var selector in selectors.OfType<IDictionary<string, string>>())
            Assert.Contains(pods, labels => Selects(selector, labels));
    }

    [Fact]
    public void each_deployment_has_a_budget_for_disruptions_and_updates_without_a_gap()
    {
        var budgets = _manifests.Objects.OfType<V1PodDisruptionBudget>().ToArray();
        foreach (var deployment in _manifests.Deployments)
        {
            Assert.Contains(budgets, b => Selects(b.Spec.Selector.MatchLabels, deployment.Spec.Template.Metadata.Labels));
            Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
            Assert.True(deployment.Spec.Replicas > 1);
        }
    }

    [Fact]
    public void probes_ask_for_paths_that_the_hosts_serve()
    {
        foreach (var (_, _, container) in _manifests.Containers)
        {
            Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
            Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
            Assert.Equal("/health/live", container.StartupProbe.HttpGet.Path);
            foreach (var probe in new[] { container.ReadinessProbe, container.LivenessProbe, container.StartupProbe })
                Assert.Equal(8080, Port(container, probe.HttpGet.Port.Value));
        }
    }

    [Fact]
    public void every_setting_is_one_that_the_hosts_know()
    {
        foreach (var (name, value) in _manifests.Settings.Data)
            Settings.Check("settings", name, value);
        foreach (var (where, _, container) in _manifests.Containers)
        {
            foreach (var variable in container.Env)
                Settings.Check(where, variable.Name, variable.Value);
        }
    }

    [Fact]
    public void every_reference_to_settings_and_secrets_leads_somewhere()
    {
        foreach (var (_, _, container) in _manifests.Containers)
        {
            Assert.All(container.EnvFrom, source => Assert.Equal(_manifests.Settings.Metadata.Name, source.ConfigMapRef.Name));
            foreach (var secret in container.Env.Select(e => e.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>())
            {
                Assert.Equal(_manifests.Secrets.Metadata.Name, secret.Name);
                Assert.Contains(secret.Key, _manifests.Secrets.StringData.Keys);
            }
        }
        var asked = _manifests.Containers.SelectMany(c => c.Container.Env).Select(e => e.ValueFrom?.SecretKeyRef?.Key).OfType<string>().ToHashSet();
        Assert.Equal(_manifests.Secrets.StringData.Keys.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void no_secret_is_written_down()
    {
        var template = Repository.Read("deploy", "k8s", "secret.yaml.template");
        Assert.All(_manifests.Secrets.StringData.Keys, key => Assert.Matches($"(?m)^  {key}: .*<.+>", template));
        Assert.Empty(_manifests.Objects.OfType<V1Secret>());
        Assert.All(_manifests.Containers.SelectMany(c => c.Container.Env), e => Assert.True(e.Value is null || !e.Name.Contains("Password", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void a_silo_is_found_by_the_address_of_its_pod()
    {
        var env = _manifests.Containers.Single(c => c.Name == "silo").Container.Env.ToDictionary(e => e.Name, e => e.ValueFrom?.FieldRef?.FieldPath);
        Assert.Equal("metadata.name", env["POD_NAME"]);
        Assert.Equal("status.podIP", env["POD_IP"]);
    }

    [Fact]
    public void a_pod_is_given_more_time_to_end_than_its_host_takes()
    {
        foreach (var (_, pod, _) in _manifests.Containers)
            Assert.True(pod.TerminationGracePeriodSeconds > StopTime.Seconds(name => _manifests.Settings.Data.TryGetValue(name, out var value) ? value : null));
    }

    [Fact]
    public void images_are_those_of_this_version() => Assert.Equal(
        [$"orleansiot/gateway:{Repository.Version}", $"orleansiot/silo:{Repository.Version}"],
        _manifests.Containers.Select(c => c.Container.Image).Order(StringComparer.Ordinal));

    [Fact]
    public void processors_are_asked_for_and_never_limited_memory_is()
    {
        foreach (var (_, _, container) in _manifests.Containers)
        {
            Assert.Equal(["cpu", "memory"], container.Resources.Requests.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(["memory"], container.Resources.Limits.Keys);
        }
    }

    [Fact]
    public void nobody_runs_as_root_or_writes_into_the_image()
    {
        foreach (var (_, pod, container) in _manifests.Containers)
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.All(container.VolumeMounts, m => Assert.Contains(pod.Volumes, v => v.Name == m.Name));
        }
    }

    [Fact]
    public void Orleans_ports_are_open_to_silos_and_gateways_alone()
    {
        Assert.Contains(Policies, p => p.Spec.PodSelector.MatchLabels is null && p.Spec.PolicyTypes.Count == 2 && p.Spec.Ingress is null && p.Spec.Egress is null);
        var silo = Policies.Single(p => p.Metadata.Name == "silo");
        AssertOpenTo(silo, "11111", "silo");
        AssertOpenTo(silo, "30000", "gateway");
        var ports = _manifests.Containers.SelectMany(c => c.Container.Ports).Select(p => p.ContainerPort.ToString(CultureInfo.InvariantCulture)).ToHashSet();
        foreach (var port in Policies.SelectMany(p => p.Spec.Ingress ?? []).SelectMany(i => i.Ports))
            Assert.Contains(port.Port.Value, ports);
        var metrics = MetricsPort;
        foreach (var deployment in _manifests.Deployments)
            Assert.Equal(metrics, deployment.Spec.Template.Metadata.Annotations["prometheus.io/port"]);
    }

    private IEnumerable<V1NetworkPolicy> Policies => _manifests.Objects.OfType<V1NetworkPolicy>();

    private string MetricsPort => _manifests.Settings.Data["Metrics__Url"].Split(':')[^1];

    private static IEnumerable<V1NetworkPolicyPeer> Peers(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).SelectMany(i => i.FromProperty ?? []).Concat((policy.Spec.Egress ?? []).SelectMany(e => e.To ?? []));

    private static void AssertOpenTo(V1NetworkPolicy policy, string port, string component)
    {
        var rule = Assert.Single(policy.Spec.Ingress, i => i.Ports.Any(p => p.Port.Value == port));
        Assert.Equal(component, Assert.Single(rule.FromProperty).PodSelector.MatchLabels["app.kubernetes.io/component"]);
    }

    private static void AssertSelects(IDictionary<string, string> selector, IDictionary<string, string> labels) => Assert.True(Selects(selector, labels));

    private static bool Selects(IDictionary<string, string> selector, IDictionary<string, string> labels) =>
        selector.All(s => labels.TryGetValue(s.Key, out var value) && value == s.Value);

    private static int Port(V1Container container, string name) => container.Ports.Single(p => p.Name == name).ContainerPort;
}
