using System.Reflection;
using System.Text;

namespace OrleansIot.Architecture;

/// <summary>Everything that two versions of the product must agree on, as text: messages with their ids, grain methods with their aliases, enums with their numbers.</summary>
internal static class Contracts
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<Type> Messages { get; } = [.. Types(t => t.IsDefined(typeof(GenerateSerializerAttribute), false))];

    public static IReadOnlyList<Type> Interfaces { get; } = [.. Types(t => t.IsInterface && typeof(Orleans.Runtime.IAddressable).IsAssignableFrom(t))];

    private static IEnumerable<Type> Enums => Types(t => t.IsEnum && t.IsPublic && t.Assembly == Room.Interfaces.Assembly);

    public static string Render()
    {
        var text = new StringBuilder();
        foreach (var type in Messages)
            Append(text, $"message {Alias(type) ?? "(no alias)"} = {Name(type)}", Members(type).OrderBy(m => m.Id).Select(m => $"{m.Id} {m.Name}: {Name(m.Type)}"));
        foreach (var type in Interfaces)
            Append(text, $"interface {Alias(type) ?? "(no alias)"} = {Name(type)}: {Key(type)}", Methods(type).Select(Signature).Order(StringComparer.Ordinal));
        foreach (var type in Enums)
            Append(text, $"enum {Name(type)}: {Name(Enum.GetUnderlyingType(type))}", Enum.GetValues(type).Cast<object>().Select(v => $"{Convert.ToInt64(v, null)} {v}"));
        return text.ToString();
    }

    public static string? Alias(MemberInfo member) => member.GetCustomAttributes<AliasAttribute>(inherit: false).SingleOrDefault()?.Alias;

    public static IEnumerable<(uint Id, string Name, Type Type)> Members(Type type)
    {
        foreach (var member in type.GetMembers(Instance))
        {
            if (member.GetCustomAttribute<IdAttribute>() is { } id)
                yield return (id.Id, member.Name, member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType);
        }
    }

    public static IEnumerable<MethodInfo> Methods(Type type) => type.GetMethods(Instance);

    private static IEnumerable<Type> Types(Func<Type, bool> choose) =>
        new[] { Room.Interfaces, Room.Grains, Room.Gateway, Room.Silo }
            .SelectMany(room => room.Assembly.GetTypes())
            .Where(type => !(type.Namespace ?? "").StartsWith("OrleansCodeGen", StringComparison.Ordinal))
            .Where(choose)
            .OrderBy(Name, StringComparer.Ordinal);

    private static string Key(Type type) => Name(type.GetInterfaces().First(i => i.Namespace == "Orleans"));

    private static string Signature(MethodInfo method) =>
        $"{Alias(method) ?? "(no alias)"} = {method.Name}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))}): {Name(method.ReturnType)}";

    private static string Name(Type type)
    {
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return $"{type.Name[..type.Name.IndexOf('`')]}<{arguments}>";
    }

    private static void Append(StringBuilder text, string head, IEnumerable<string> lines)
    {
        text.Append(head).Append('\n');
        foreach (var line in lines)
            text.Append("  ").Append(line).Append('\n');
        text.Append('\n');
    }
}
