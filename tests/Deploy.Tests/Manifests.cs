using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace OrleansIot.Deploy;

/// <summary>The Kubernetes manifests, read into the client's types: what they do not know is an error.</summary>
internal sealed partial class Manifests
{
    private Manifests(IReadOnlyList<IKubernetesObject> objects) => Objects = objects;

    public IReadOnlyList<IKubernetesObject> Objects { get; }

    public IEnumerable<V1Deployment> Deployments => Objects.OfType<V1Deployment>();

    public IEnumerable<(string Name, V1PodSpec Pod, V1Container Container)> Containers =>
        Deployments.SelectMany(d => d.Spec.Template.Spec.Containers.Select(c => (d.Metadata.Name, d.Spec.Template.Spec, c)));

    public V1ConfigMap Settings => Objects.OfType<V1ConfigMap>().Single();

    /// <summary>From the template, with something in the place of what the operator fills in.</summary>
    public V1Secret Secrets { get; } = (V1Secret)Load(PlaceHolder().Replace(Repository.Read("deploy", "k8s", "secret.yaml.template"), "x")).Single();

    public static Manifests Load() => new(
        [.. Directory.EnumerateFiles(Repository.PathTo("deploy", "k8s"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(file => Load(File.ReadAllText(file)))]);

    private static IEnumerable<IKubernetesObject> Load(string yaml) => KubernetesYaml.LoadAllFromString(yaml, typeMap: null, strict: true).Cast<IKubernetesObject>();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex PlaceHolder();
}
