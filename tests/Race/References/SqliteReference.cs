namespace OrleansIot.Race.References;

/// <summary>Each request is a durable SQLite transaction of its own, one after the other.</summary>
internal sealed class SqliteReference(string folder) : StoringReference
{
    private readonly SqliteTables _tables = new(folder);
    private readonly SemaphoreSlim _connection = new(1);

    protected override Task StoreReadingsAsync(long device, ParsedBody body) => RunAsync(() => _tables.StoreReadings(device, body));

    protected override Task StoreAttributesAsync(long device, ParsedBody body) => RunAsync(() => _tables.StoreAttributes(device, body));

    protected override async Task<double[]?> ReadAttributesAsync(long device)
    {
        double[]? values = null;
        await RunAsync(() => values = _tables.ReadAttributes(device));
        return values;
    }

    protected override async Task<long> CountAsync()
    {
        var count = 0L;
        await RunAsync(() => count = _tables.CountReadings() / 3);
        return count;
    }

    private async Task RunAsync(Action action)
    {
        await _connection.WaitAsync();
        try
        {
            action();
        }
        finally
        {
            _connection.Release();
        }
    }
}
