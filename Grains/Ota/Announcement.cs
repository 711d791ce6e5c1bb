using OrleansIot.Attributes;
using OrleansIot.Ota;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>What is written for a device that shall run other packages than it was told before (device API specification, section 7.3).</summary>
/// <param name="Written">Shared attributes to write, all of them: who is told of one wants to know the others.</param>
/// <param name="Deleted">Shared attributes to delete.</param>
internal sealed record Announcement(Reading[] Readings, AttributeValue[] Written, string[] Deleted, OtaMark[] Marks)
{
    /// <param name="ts">When the device is told, milliseconds since 1970. It is queued in the millisecond before.</param>
    public static Announcement Of(IEnumerable<OtaAssignment> untold, long ts)
    {
        var readings = new List<Reading>();
        var written = new List<AttributeValue>();
        var deleted = new List<string>();
        var marks = new List<OtaMark>();
        foreach (var assignment in untold)
        {
            var keys = OtaKeys.Of(assignment.Type);
            if (assignment.Effective is { } package)
            {
                readings.AddRange(Tell(package, keys, ts));
                written.AddRange(Describe(package, keys));
                deleted.AddRange(keys.Optional.Except(written.Select(v => v.Key)));
                marks.Add(new(assignment.Type, package.Id, OtaState.Initiated, ts));
            }
            else
            {
                deleted.AddRange(keys.Attributes);
                marks.Add(new(assignment.Type, null, OtaState.None, ts));
            }
        }
        return new([.. readings], [.. written], [.. deleted], [.. marks]);
    }

    private static IEnumerable<Reading> Tell(OtaPackageInfo package, OtaKeys keys, long ts)
    {
        var queued = ts - 1;
        yield return new(keys.TargetTitle, queued, TypedValue.String(package.Fields.Title));
        yield return new(keys.TargetVersion, queued, TypedValue.String(package.Fields.Version));
        if (package.Fields.Tag is { } tag)
            yield return new(keys.TargetTag, queued, TypedValue.String(tag));
        yield return new(keys.TargetTs, queued, TypedValue.Long(queued));
        yield return new(keys.State, queued, TypedValue.String(OtaStateNames.Of(OtaState.Queued)));
        yield return new(keys.State, ts, TypedValue.String(OtaStateNames.Of(OtaState.Initiated)));
    }

    private static IEnumerable<AttributeValue> Describe(OtaPackageInfo package, OtaKeys keys)
    {
        yield return new(keys.Title, TypedValue.String(package.Fields.Title));
        yield return new(keys.Version, TypedValue.String(package.Fields.Version));
        if (package.Fields.Tag is { } tag)
            yield return new(keys.Tag, TypedValue.String(tag));
        if ((package.File?.Size ?? package.Fields.UrlData?.Size) is { } size)
            yield return new(keys.Size, TypedValue.Long(size));
        if ((package.File?.Algorithm ?? package.Fields.UrlData?.Algorithm) is { } algorithm)
            yield return new(keys.ChecksumAlgorithm, TypedValue.String(ChecksumNames.Of(algorithm)));
        if ((package.File?.Checksum ?? package.Fields.UrlData?.Checksum) is { } checksum)
            yield return new(keys.Checksum, TypedValue.String(checksum));
        if (package.Fields.Url is { } url)
            yield return new(keys.Url, TypedValue.String(url));
    }
}
