using OrleansIot.Attributes;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>What a change does to one attribute.</summary>
/// <param name="Order">Counts up within the transaction: of several that concern the same attribute the last one counts.</param>
/// <param name="Value">Of kind None: a tombstone, or nothing where the row goes.</param>
/// <param name="Ts">Milliseconds since 1970.</param>
internal readonly record struct AttributeRow(long Device, AttributeScope Scope, string Key, int Order, AttributeFate Fate, TypedValue Value, long Ts, long Version)
    : IComparable<AttributeRow>
{
    public bool SameAttribute(in AttributeRow other) => Device == other.Device && Scope == other.Scope && Key == other.Key;

    /// <summary>The order of the table's primary key. A tombstone is forgotten only if nothing else happens to the attribute: it comes first.</summary>
    public int CompareTo(AttributeRow other)
    {
        if (Device != other.Device)
            return Device < other.Device ? -1 : 1;
        if (Scope != other.Scope)
            return Scope.CompareTo(other.Scope);
        if (string.CompareOrdinal(Key, other.Key) is not 0 and var order)
            return order;
        if (Fate != other.Fate && (Fate == AttributeFate.Forgotten || other.Fate == AttributeFate.Forgotten))
            return Fate == AttributeFate.Forgotten ? -1 : 1;
        return Order.CompareTo(other.Order);
    }
}
