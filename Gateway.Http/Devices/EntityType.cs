using OrleansIot.Gateway.Http;

namespace OrleansIot.Gateway.Devices;

/// <summary>The kind of entity in a path: attributes and readings belong to devices only.</summary>
internal readonly record struct EntityType(Problem? Problem) : ICheckedArgument, IParsable<EntityType>
{
    private static readonly EntityType Device = new(null);
    private static readonly EntityType Other = new(Problem.Bad("The entity type in the path must be DEVICE"));

    public static EntityType Parse(string s, IFormatProvider? provider) => s == "DEVICE" ? Device : Other;

    public static bool TryParse(string? s, IFormatProvider? provider, out EntityType result)
    {
        result = Parse(s ?? "", provider);
        return true;
    }
}
