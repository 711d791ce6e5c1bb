using System.Diagnostics.CodeAnalysis;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Wire;

/// <summary>Reads telemetry bodies (specification 2.2).</summary>
internal static class TelemetryParser
{
    /// <summary>All readings of the body, or a refusal: never both, never an exception for what a device sent.</summary>
    /// <param name="now">When the body was received; the time of readings without one.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> body, long now, WireOptions options, [NotNullWhen(true)] out TelemetryBatch? batch, out WireRefusal refusal)
    {
        FewMembers few = default;
        var reader = new BodyReader(Utf8Body.Valid(body), options, ref few);
        try
        {
            bool taken = TryReadRoot(ref reader, now, out TelemetryBatch read) && reader.TryEnd();
            batch = taken ? read : null;
            refusal = reader.Refusal;
            return taken;
        }
        finally
        {
            reader.Dispose();
        }
    }

    private static bool TryReadRoot(ref BodyReader reader, long now, out TelemetryBatch batch)
    {
        batch = TelemetryBatch.Empty;
        if (!reader.TryReadRoot(out Token root))
            return false;
        return root.Kind switch
        {
            TokenKind.Object => TryReadObject(ref reader, now, out batch),
            TokenKind.Array => TryReadArray(ref reader, now, out batch),
            _ => reader.Refuse(root.Start, "Telemetry is an object or an array of objects, unlike the value"),
        };
    }

    private static bool TryReadObject(ref BodyReader reader, long now, out TelemetryBatch batch)
    {
        batch = TelemetryBatch.Empty;
        if (!TryReadReadings(ref reader, out long? ts))
            return false;
        int count = reader.ValueCount;
        if (count > 0)
            batch = new TelemetryBatch(new Reading[count]);
        count = 0;
        foreach (ref readonly Member member in reader.Members)
        {
            if (!reader.TryConvert(member, out TypedValue value))
                return false;
            if (value.Kind != ValueKind.None)
                batch.Readings[count++] = new Reading(member.Key!, ts ?? now, value);
        }

        return true;
    }

    private static bool TryReadArray(ref BodyReader reader, long now, out TelemetryBatch batch)
    {
        batch = TelemetryBatch.Empty;
        var readings = new ReadingList(now);
        try
        {
            for (bool first = true; reader.TryReadElement(first, out Token element); first = false)
            {
                if (element.Kind == TokenKind.End)
                {
                    batch = readings.ToBatch();
                    return true;
                }

                if (element.Kind != TokenKind.Object)
                    return reader.Refuse(element.Start, "Elements of a telemetry array are objects, unlike the one");
                if (!TryReadReadings(ref reader, out long? ts) || !TryAdd(ref readings, ref reader, ts))
                    return false;
            }

            return false;
        }
        finally
        {
            readings.Dispose();
        }
    }

    private static bool TryAdd(ref ReadingList readings, ref BodyReader reader, long? ts)
    {
        foreach (ref readonly Member member in reader.Members)
        {
            if (!reader.TryConvert(member, out TypedValue value))
                return false;
            if (value.Kind != ValueKind.None)
                readings.Add(member.Key!, ts, value);
        }

        return true;
    }

    /// <summary>
    /// Reads the members of one object or, when it has both <c>ts</c> and <c>values</c>, in whatever order, those of its <c>values</c>; the
    /// siblings of the two are dropped.
    /// </summary>
    private static bool TryReadReadings(ref BodyReader reader, out long? ts)
    {
        ts = null;
        if (!reader.TryReadMembers())
            return false;
        if (!reader.TryFind("ts", out Token time) || !reader.TryFind("values", out Token values))
            return true;
        if (!reader.TryReadTimestamp(time, out long at))
            return reader.Refuse(time.Start, "The ts is not a number of milliseconds that fits 64 bits");
        if (values.Kind != TokenKind.Object)
            return reader.Refuse(values.Start, "The values beside a ts are not an object");
        ts = at;
        return reader.TryReadMembers(values);
    }
}
