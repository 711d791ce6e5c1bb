namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>Which attributes, as the columns that a statement takes.</summary>
internal sealed class AttributeColumns
{
    public List<long> Devices { get; } = [];

    public List<short> Scopes { get; } = [];

    public List<string> Keys { get; } = [];

    public void Add(in AttributeRow row)
    {
        Devices.Add(row.Device);
        Scopes.Add((short)row.Scope);
        Keys.Add(row.Key);
    }

    public void Clear()
    {
        Devices.Clear();
        Scopes.Clear();
        Keys.Clear();
    }
}
