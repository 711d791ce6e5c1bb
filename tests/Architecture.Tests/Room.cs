using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace OrleansIot.Architecture;

/// <summary>A project of the product: what its project file asks for, and what its assembly really uses.</summary>
internal sealed class Room
{
    private readonly XDocument _project;
    private readonly string _name;

    private Room(string name)
    {
        _name = name;
        _project = XDocument.Load(Path.Combine(Repository, name, name + ".csproj"));
    }

    /// <summary>Root folder of the sources.</summary>
    public static string Repository { get; } = Path.GetFullPath(
        typeof(Room).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!);

    public static Room Interfaces { get; } = new("Grains.Interfaces");

    public static Room Grains { get; } = new("Grains");

    public static Room Gateway { get; } = new("Gateway.Http");

    public static Room Silo { get; } = new("Silo");

    /// <summary>Names of the projects it references.</summary>
    public string[] Projects => [.. Includes("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public string[] Packages => Includes("PackageReference");

    public string[] Frameworks => Includes("FrameworkReference");

    public Assembly Assembly => Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, $"OrleansIot.{_name}.dll"));

    /// <summary>Names of the assemblies that the compiled code uses.</summary>
    public string[] UsedAssemblies()
    {
        using var file = new PEReader(File.OpenRead(Assembly.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    /// <summary>The text of each source file, with the first folder it lies in.</summary>
    public IEnumerable<(string Folder, string Text)> Sources()
    {
        var root = Path.Combine(Repository, _name);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Folder: Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0], File: file))
            .Where(f => f.Folder is not ("bin" or "obj"))
            .Select(f => (f.Folder, File.ReadAllText(f.File)));
    }

    public override string ToString() => _name;

    private string[] Includes(string item) => [.. _project.Descendants(item).Select(e => e.Attribute("Include")!.Value).Order(StringComparer.Ordinal)];
}
