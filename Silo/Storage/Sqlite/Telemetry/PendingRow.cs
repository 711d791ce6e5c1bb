using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>An acknowledged reading that is not in the table yet.</summary>
/// <param name="Order">Counts up within the device: of two rows of the same key and instant the larger one wins.</param>
internal readonly record struct PendingRow(int Key, int Order, long Ts, TypedValue Value) : IComparable<PendingRow>
{
    private const int Overhead = 64;

    /// <summary>About how many bytes the row holds in memory.</summary>
    public int Size => Overhead + Value.Text.Length;

    public bool SameInstant(in PendingRow other) => Key == other.Key && Ts == other.Ts;

    /// <summary>The order of the table's primary key.</summary>
    public int CompareTo(PendingRow other)
    {
        if (Key != other.Key)
            return Key < other.Key ? -1 : 1;
        if (Ts != other.Ts)
            return Ts < other.Ts ? -1 : 1;
        return Order.CompareTo(other.Order);
    }
}
