using System.Reflection;
using System.Xml.Linq;

namespace OrleansIot.Deploy;

/// <summary>Files of the sources.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("Repository"));

    /// <summary>Debug or Release: what this test was built as.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The version of the product, as it names images.</summary>
    public static string Version { get; } = XDocument.Load(PathTo("Directory.Build.props")).Descendants("Version").Single().Value;

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathTo(parts));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
