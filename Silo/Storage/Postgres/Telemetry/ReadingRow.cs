using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>A reading on its way into the table.</summary>
/// <param name="Order">Counts up within the transaction: of two rows of the same device, key and instant the larger one wins.</param>
internal readonly record struct ReadingRow(long Device, int Key, int Order, long Ts, TypedValue Value) : IComparable<ReadingRow>
{
    public bool SameSeries(in ReadingRow other) => Device == other.Device && Key == other.Key;

    public bool SameInstant(in ReadingRow other) => Ts == other.Ts && SameSeries(other);

    /// <summary>The order of the table's primary key, in which all transactions take their locks.</summary>
    public int CompareTo(ReadingRow other)
    {
        if (Device != other.Device)
            return Device < other.Device ? -1 : 1;
        if (Key != other.Key)
            return Key < other.Key ? -1 : 1;
        if (Ts != other.Ts)
            return Ts < other.Ts ? -1 : 1;
        return Order.CompareTo(other.Order);
    }
}
