using OrleansIot.Silo.Tests.Storage;

namespace OrleansIot.Silo.Tests.Accounts;

/// <summary>Tests of stores over an empty database of their own.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private protected IStorageUnderTest Storage { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Storage = await OpenAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Storage.DisposeAsync();
    }

    private protected abstract Task<IStorageUnderTest> OpenAsync();
}
