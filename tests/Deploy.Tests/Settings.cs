using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using OrleansIot.Gateway;
using OrleansIot.Grains.Commits;
using OrleansIot.Silo;

namespace OrleansIot.Deploy;

/// <summary>The settings that the hosts know, by their names in the environment.</summary>
internal static partial class Settings
{
    /// <summary>Read without an options class, or by the platform.</summary>
    private static readonly string[] Others = ["ASPNETCORE_URLS", "POD_NAME", "POD_IP", "Metrics__Url", "Logging__LogLevel__Default"];

    private static readonly Dictionary<string, PropertyInfo> Properties = new[] { typeof(GatewayProgram), typeof(Committer), typeof(SiloProgram) }
        .SelectMany(room => room.Assembly.GetTypes())
        .Where(type => Section(type) is not null)
        .SelectMany(type => type.GetProperties().Where(p => p.CanWrite).Select(p => (Name: $"{Section(type)!.Replace(":", "__", StringComparison.Ordinal)}__{p.Name}", p)))
        .ToDictionary(s => s.Name, s => s.p);

    private static readonly HashSet<string> Documented = [.. Name().Matches(Repository.Read("docs", "configuration.md")).Select(m => m.Value)];

    /// <summary>Whether the hosts know the setting and would take the value; fails the test with the reason.</summary>
    public static void Check(string where, string name, string? value)
    {
        if (name.StartsWith("OTEL_", StringComparison.Ordinal) || Others.Contains(name))
            return;
        Assert.True(Properties.ContainsKey(name) || Documented.Contains(name), $"{where}: no host knows {name}.");
        if (value is null || !Properties.TryGetValue(name, out var property))
            return;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object? parsed = null;
        Assert.True(Record.Exception(() => parsed = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value)) is null, $"{where}: {name} cannot be '{value}'.");
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            Assert.True(rule.IsValid(parsed), $"{where}: {name} may not be '{value}': {rule.FormatErrorMessage(name)}");
    }

    private static string? Section(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    [GeneratedRegex("[A-Z][A-Za-z]+(__[A-Z][A-Za-z]+)+")]
    private static partial Regex Name();
}
