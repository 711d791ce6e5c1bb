using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace OrleansIot.Gateway.Settings;

/// <summary>Whether the values of a section are ones that its class takes, each and together. What is wrong is said with the key, the value and what is allowed.</summary>
internal static class SettingsCheck
{
    public static IEnumerable<string> Values(IConfiguration configuration, SettingsSection section)
    {
        var single = Each(configuration, section).ToArray();
        return single.Length > 0 ? single : Together(configuration, section);
    }

    private static IEnumerable<string> Each(IConfiguration configuration, SettingsSection section)
    {
        var values = configuration.GetSection(section.Path);
        // JSON's null is told where there may be none: a number would silently become 0.
        var given = values.GetChildren().Where(child => child.Value is not null || !child.GetChildren().Any()).ToDictionary(child => child.Key, child => child.Value ?? "", StringComparer.OrdinalIgnoreCase);
        foreach (var property in section.Type.GetProperties().Where(p => p.CanWrite))
        {
            if (given.TryGetValue(property.Name, out var text) && Problem(property, text) is { } allowed)
                yield return $"{Key(section, property.Name)} is '{text}'; allowed is {allowed}.";
        }
    }

    /// <summary>Values that are allowed, and contradict each other; defaults count as well.</summary>
    private static IEnumerable<string> Together(IConfiguration configuration, SettingsSection section)
    {
        if (!typeof(IValidatableObject).IsAssignableFrom(section.Type))
            yield break;
        var bound = configuration.GetSection(section.Path).Get(section.Type) ?? Activator.CreateInstance(section.Type)!;
        foreach (var problem in ((IValidatableObject)bound).Validate(new(bound)))
        {
            var values = problem.MemberNames.Select(name => $"{Key(section, name)} is '{Convert.ToString(section.Type.GetProperty(name)!.GetValue(bound), CultureInfo.InvariantCulture)}'");
            yield return $"{string.Join(" and ", values)}: {problem.ErrorMessage}.";
        }
    }

    /// <summary>The key as in files, and as in the environment.</summary>
    public static string Key(SettingsSection section, string name) =>
        $"{section.Path}:{name} (environment: {section.Path.Replace(":", "__", StringComparison.Ordinal)}__{name})";

    /// <returns>What is allowed; null: the value is.</returns>
    private static string? Problem(PropertyInfo property, string text)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        // An empty value is none where there may be none, and the text where there is text.
        if (text.Length == 0 && type != property.PropertyType)
            return null;
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (!TryParse(type, text, out var value) || range?.IsValid(value) is false)
            return Kind(type) + Bounds(range);
        var length = property.GetCustomAttribute<StringLengthAttribute>();
        return length?.IsValid(value) is false ? $"a text of {length.MinimumLength} to {length.MaximumLength} characters" : null;
    }

    private static bool TryParse(Type type, string text, out object? value)
    {
        value = text;
        if (type == typeof(string))
            return true;
        var converter = TypeDescriptor.GetConverter(type);
        // Lists and sections within a section are read in their own way.
        if (!converter.CanConvertFrom(typeof(string)))
            return true;
        try
        {
            value = converter.ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Kind(Type type)
    {
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(TimeSpan))
            return "a time as [days.]hours:minutes:seconds";
        if (type.IsEnum)
            return $"one of {string.Join(", ", Enum.GetNames(type))}";
        return type == typeof(double) || type == typeof(decimal) ? "a number" : "a whole number";
    }

    private static string Bounds(RangeAttribute? range) =>
        range is null ? "" : string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}");
}
