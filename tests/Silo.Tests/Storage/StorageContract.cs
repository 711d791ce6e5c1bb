using System.Globalization;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

/// <summary>What every database adapter promises, written against the ports.</summary>
public abstract partial class StorageContract : IAsyncLifetime
{
    private const long Writer = 71;

    private protected static readonly Guid Profile = Guid.NewGuid();
    private protected static readonly Guid OtherProfile = Guid.NewGuid();
    private protected static readonly Guid Customer = Guid.NewGuid();

    private IStorageUnderTest _storage = null!;
    private readonly List<long> _numbers = [];
    private int _devices;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _storage = await OpenWithProfilesAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _storage.DisposeAsync();
    }

    /// <summary>A new, empty database with its schema.</summary>
    private protected abstract Task<IStorageUnderTest> OpenAsync();

    private async Task<IStorageUnderTest> OpenWithProfilesAsync()
    {
        var storage = await OpenAsync();
        await storage.AddProfileAsync(Profile, "default");
        await storage.AddProfileAsync(OtherProfile, "thermostat");
        await storage.AddCustomerAsync(Customer, "Acme");
        return storage;
    }

    private async Task<DeviceRecord> CreateAsync(IStorageUnderTest? storage = null)
    {
        var name = (++_devices).ToString("D4", CultureInfo.InvariantCulture);
        var answer = await (storage ?? _storage).Devices.CreateAsync(Guid.NewGuid(), 1_000 + _devices, Fields($"device {name}"), Token(null), Cancellation);
        _numbers.Add(Done(answer).Number);
        return Done(answer);
    }

    private async Task<ChangeResult[]> CommitAsync(params Change[] batch)
    {
        var results = new ChangeResult[batch.Length];
        await _storage.Commits.CommitAsync(batch, results, Cancellation);
        return results;
    }

    private async Task CommitAppliedAsync(params Change[] batch) =>
        Assert.All(await CommitAsync(batch), result => Assert.Equal(ChangeResult.Applied, result));

    private Task<KeySeries[]> RowsAsync(long device, params string[] keys) =>
        _storage.Readings.HistoryAsync(device, new(keys, long.MinValue, long.MaxValue, 1_000, false, Aggregation.None, 0), Cancellation);

    private async Task<AttributeEntry[]> AttributesAsync(DeviceRecord device)
    {
        var snapshot = await _storage.Devices.LoadAsync(device.Info.Id, Cancellation);
        return [.. snapshot!.Attributes.OrderBy(entry => entry.Scope).ThenBy(entry => entry.Key, StringComparer.Ordinal)];
    }

    private async Task<DeviceSnapshot> LoadAsync(DeviceRecord device) => (await _storage.Devices.LoadAsync(device.Info.Id, Cancellation))!;

    private static DeviceFields Fields(string name) => new(name, null, Profile, null, null);

    private static NewCredentials Token(string? token) => new(CredentialsType.AccessToken, token, null);

    private static ReadingsChange Readings(long device, params Reading[] readings) => new(device, readings);

    private static Reading Long(string key, long ts, long value) => new(key, ts, TypedValue.Long(value));

    /// <summary>Attributes on top of a version, by a writer whose name is nobody's business.</summary>
    private static AttributesChange Attributes(long device, long @base, params AttributeEntry[] written) => new(device, Writer, @base, written, []);

    private static AttributesChange Deletions(long device, long @base, params (AttributeScope Scope, string Key)[] keys) =>
        new(device, Writer, @base, [], [.. keys.Select(k => new AttributeDeletion(k.Scope, k.Key, 1_000 + @base, @base + 1))]);

    private static AttributeEntry Attribute(string key, long value, long version, AttributeScope scope = AttributeScope.Client) =>
        new(scope, key, TypedValue.Long(value), 1_000 + version, version);

    private static T Done<T>(Answer<T> answer)
    {
        Assert.Equal((Outcome.Done, null), (answer.Outcome, answer.Reason));
        return answer.Value!;
    }

    private static void Refused<T>(Outcome outcome, string reason, Answer<T> answer) => Assert.Equal((outcome, reason), (answer.Outcome, answer.Reason));
}
