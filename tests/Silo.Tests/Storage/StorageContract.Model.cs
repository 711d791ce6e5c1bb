using CsCheck;
using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Devices;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    private const int ModelDevices = 3;
    private static readonly string[] ModelKeys = ["a", "b", "ä"];

    /// <summary>A step names a device by its place; the last place belongs to no device.</summary>
    private static readonly Gen<int> AnyPlace = Gen.Int[0, ModelDevices];

    private static readonly Gen<string> AnyKey = Gen.Int[0, ModelKeys.Length - 1].Select(i => ModelKeys[i]);

    private static readonly Gen<Reading> AnyReading = Gen.Select(AnyKey, Gen.Long[0, 6], AnyValue, (key, ts, value) => new Reading(key, ts, value));

    private static readonly Gen<AttributeScope> AnyScope = Gen.Bool.Select(shared => shared ? AttributeScope.Shared : AttributeScope.Client);

    private static readonly Gen<(AttributeScope Scope, string Key, TypedValue Value)[]> AnyAttributes = Gen.Select(AnyScope, AnyKey, AnyValue).Array[0, 3];

    private static readonly Gen<(AttributeScope Scope, string Key)[]> AnyDeleted = Gen.Select(AnyScope, AnyKey).Array[0, 2];

    private static readonly Gen<(int Place, Change Change)> AnyChange = Gen.Frequency(
        (4, Gen.Select(AnyPlace, AnyReading.Array[0, 6], (place, readings) =>
            (place, (Change)new ReadingsChange(0, [.. readings.DistinctBy(reading => (reading.Key, reading.Ts))])))),
        (2, Gen.Select(AnyPlace, Gen.Long[1, 2], Gen.Long[-1, 1], AnyAttributes, AnyDeleted).Select((place, writer, off, written, deleted) => (place, AnyAttributesChange(writer, off, written, deleted)))),
        (1, Gen.Select(AnyPlace, Gen.Long[0, 4], Gen.Bool, (place, cursor, first) => (place, (Change)new CursorChange(0, cursor, first)))));

    private static readonly Gen<TelemetryDeletion> AnyDeletion = Gen.Select(
        AnyKey.Array[0, 2], Gen.Bool, Gen.Long[-1, 6], Gen.Long[0, 8], Gen.Bool, Gen.Bool, (keys, all, start, end, deleteLatest, rewriteLatest) =>
            new TelemetryDeletion([.. keys.Distinct()], all, start, end, deleteLatest, rewriteLatest));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (8, AnyChange.Array[1, 5].Select(changes => new Step(StepKind.Commit) { Changes = changes })),
        (3, AnyPlace.Select(place => new Step(StepKind.Look) { Place = place })),
        (2, Gen.Select(AnyPlace, AnyDeletion, (place, deletion) => new Step(StepKind.DeleteReadings) { Place = place, Deletion = deletion })),
        (1, Gen.Select(Gen.Long[0, 7], Gen.Bool, (end, forAll) => new Step(StepKind.Retain) { End = end, ForAll = forAll })),
        (1, AnyPlace.Select(place => new Step(StepKind.ReplaceDevice) { Place = place })),
        (1, Gen.Bool.Select(abruptly => new Step(abruptly ? StepKind.Crash : StepKind.Restart))));

    [Fact]
    public async Task database_holds_what_the_model_holds_through_deletions_and_restarts()
    {
        await AnyStep.Array[1, 40].SampleAsync(RunAsync, iter: 40, threads: 1, print: steps => string.Join("; ", steps.AsEnumerable()));

        async Task RunAsync(Step[] steps)
        {
            var model = new StorageModel();
            var places = new DeviceRecord?[ModelDevices + 1];
            for (var place = 0; place < ModelDevices; place++)
                await ReplaceAsync(model, places, place);
            foreach (var step in steps)
                await TakeAsync(step, model, places);
            for (var place = 0; place <= ModelDevices; place++)
                await LookAsync(model, places[place]);
        }
    }

    private async Task TakeAsync(Step step, StorageModel model, DeviceRecord?[] places)
    {
        switch (step.Kind)
        {
            case StepKind.Commit:
                var batch = new List<Change>();
                var expected = new List<ChangeResult>();
                foreach (var (place, change) in step.Changes)
                {
                    batch.Add(Place(change with { Device = places[place]?.Number ?? long.MaxValue }, model));
                    expected.Add(model.Apply(batch[^1]));
                }
                Assert.Equal(expected, await CommitAsync([.. batch]));
                break;
            case StepKind.Look:
                await LookAsync(model, places[step.Place]);
                break;
            case StepKind.DeleteReadings:
                var device = places[step.Place]?.Number ?? long.MaxValue;
                model.Delete(device, step.Deletion!);
                await _storage.Readings.DeleteAsync(device, step.Deletion!, Cancellation);
                break;
            case StepKind.Retain:
                model.Retain(step.End);
                await RetainAsync(new(new Dictionary<Guid, long> { [Profile] = step.End }, step.ForAll ? step.End : null));
                break;
            case StepKind.ReplaceDevice when step.Place < ModelDevices:
                await ReplaceAsync(model, places, step.Place);
                break;
            case StepKind.Crash or StepKind.Restart:
                await _storage.RestartAsync(abruptly: step.Kind == StepKind.Crash);
                break;
        }
    }

    /// <summary>A change of some keys, whose base is so far from the version that the device will have.</summary>
    private static Change AnyAttributesChange(long writer, long off, (AttributeScope Scope, string Key, TypedValue Value)[] written, (AttributeScope Scope, string Key)[] deleted)
    {
        var keys = written.DistinctBy(w => (w.Scope, w.Key)).ToArray();
        var gone = deleted.Distinct().Where(d => !keys.Any(w => (w.Scope, w.Key) == d)).ToArray();
        return new AttributesChange(
            0,
            writer,
            off,
            [.. keys.Select((w, i) => new AttributeEntry(w.Scope, w.Key, w.Value, i, i + 1))],
            [.. gone.Select(d => new AttributeDeletion(d.Scope, d.Key, 9, keys.Length + 1))]);
    }

    private static Change Place(Change change, StorageModel model)
    {
        if (change is not AttributesChange attributes)
            return change;
        var shift = attributes.Base + model.Version(attributes.Device);
        return attributes with
        {
            Base = shift,
            Written = [.. attributes.Written.Select(w => w with { Version = w.Version + shift })],
            Deleted = [.. attributes.Deleted.Select(d => d with { Version = d.Version + shift })],
        };
    }

    private async Task ReplaceAsync(StorageModel model, DeviceRecord?[] places, int place)
    {
        if (places[place] is { } old)
        {
            model.Delete(old.Number);
            Assert.True(await _storage.Devices.DeleteAsync(old.Info.Id, Cancellation));
        }

        places[place] = await CreateAsync();
        model.Create(places[place]!.Number);
    }

    private async Task LookAsync(StorageModel model, DeviceRecord? device)
    {
        var number = device?.Number ?? long.MaxValue;
        Assert.Equal(model.Latest(number), await _storage.Readings.LatestAsync(number, null, Cancellation));
        var rows = await RowsAsync(number, ModelKeys);
        Assert.Equal(ModelKeys.SelectMany(key => model.Readings(number, key)), rows.SelectMany(series => series.Readings));
        if (device is not null)
        {
            var loaded = await LoadAsync(device);
            Assert.Equal(model.Attributes(number), await AttributesAsync(device));
            Assert.Equal(model.Tombstones(number), loaded.Tombstones.OrderBy(t => t.Key, StringComparer.Ordinal));
            Assert.Equal(model.State(number), loaded.State);
        }
    }

    private enum StepKind
    {
        Commit,
        Look,
        DeleteReadings,
        Retain,
        ReplaceDevice,
        Crash,
        Restart,
    }

    private sealed record Step(StepKind Kind)
    {
        public int Place { get; init; }

        public (int Place, Change Change)[] Changes { get; init; } = [];

        public TelemetryDeletion? Deletion { get; init; }

        public long End { get; init; }

        public bool ForAll { get; init; }

        public override string ToString() => Kind switch
        {
            StepKind.Commit => $"commit {string.Join(", ", Changes.Select(change => $"{change.Place}: {Text(change.Change)}"))}",
            StepKind.DeleteReadings => $"delete from {Place} {string.Join(' ', Deletion!.Keys)} {Deletion}",
            StepKind.Retain => $"retain from {End}, for all: {ForAll}",
            _ => $"{Kind} {Place}",
        };

        private static string Text(Change change) => change is ReadingsChange readings ? string.Join(" ", readings.Readings) : change.ToString();
    }
}
