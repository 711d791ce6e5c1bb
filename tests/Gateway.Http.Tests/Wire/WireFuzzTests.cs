using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OrleansIot.Attributes;
using OrleansIot.Telemetry;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Wire;

/// <summary>
/// A million bodies from a fixed seed: some that mean something, broken at random, and some that never meant anything. Runs alone, because
/// it looks at the heap.
/// </summary>
[Collection(typeof(RunsAlone))]
public sealed class WireFuzzTests
{
    private const int Bodies = 1_000_000;
    private const int Seed = 20_260_117;

    private static readonly byte[][] Seeds =
    [
        .. new[]
        {
            """{"temperature":42,"humidity":73.5,"on":true}""",
            "{temperature:42,humidity:73}",
            """{"ts":1451649600512,"values":{"key1":"value1","key2":[1,null,{"b":2}]}}""",
            """[{"key1":"value1"},{"ts":"12","values":{"a":"42"}},{"key1":null}]""",
            "{'a'=>'x y';b=word/*c*/,#c\nd:[,1;.5]}",
            """{"s":"\u0041\ud83d\ude00\n","n":-1.5e-10,"big":123456789012345678901,"e":1e19}""",
            """{"o":{"a":1,"a":{"b":[[[{}]]]},"\u0061":2},"nul":"x\u0000y"}""",
            ")]}'\n{\"a\":NaN,b:+5,c:01,d:1.,e:-.5,f:0x1F}",
            "{\"ключ\":\"значение\",\"é\":\"😀\"}",
            """{"n":1e999999999,"m":9223372036854775808,"z":0.00000000000000000000000000001}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[] Alphabet = "{}[]:,;=>'\"\\/*# \n\t\r.-+0123456789eEtfnabcuNd_\0"u8.ToArray();

    [Fact]
    public void a_million_broken_bodies_get_one_answer_each_and_leave_nothing_behind()
    {
        var random = new Random(Seed);
        byte[] body = new byte[256];
        int taken = Run(random, body, Bodies / 10);
        long before = LiveBytes();
        taken += Run(random, body, Bodies - Bodies / 10);
        long after = LiveBytes();
        Assert.InRange(taken, Bodies / 20, Bodies - Bodies / 20);
        // A leak of a few bytes a body would show; what the runner and the shared pools keep meanwhile does not reach this.
        Assert.True(after - before < 8 << 20, $"the heap grew from {before} to {after} bytes");
    }

    /// <summary>What is in use after everything else was collected; the holes that other tests left in the heap do not count.</summary>
    private static long LiveBytes()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return info.HeapSizeBytes - info.FragmentedBytes;
    }

    private static int Run(Random random, byte[] room, int count)
    {
        var casts = new WireOptions { MaxReadings = 1000 };
        var plain = new WireOptions { CastStrings = false, MaxStringLength = 20 };
        int taken = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> body = room.AsSpan(0, Next(random, room));
            WireOptions options = (i & 1) == 0 ? casts : plain;
            bool telemetry = TelemetryParser.TryParse(body, 1, options, out TelemetryBatch? readings, out WireRefusal refusal);
            Check(body, telemetry, readings is not null, refusal);
            bool attributes = AttributeParser.TryParse(body, 1, options, out AttributeBatch? values, out refusal);
            Check(body, attributes, values is not null, refusal);
            bool normalized = LenientJson.TryNormalize(body, out byte[]? json, out refusal);
            Check(body, normalized, json is not null, refusal);
            if ((telemetry || attributes) && !normalized)
                Fail(body, "taken, but no document");
            taken += telemetry ? 1 : 0;
            if (i % 16 == 0)
                CheckContents(body, readings, values, json);
        }

        return taken;
    }

    private static int Next(Random random, byte[] room)
    {
        int length;
        if (random.Next(8) == 0)
        {
            length = random.Next(40);
            for (int i = 0; i < length; i++)
                room[i] = Alphabet[random.Next(Alphabet.Length)];
            return length;
        }

        byte[] seed = Seeds[random.Next(Seeds.Length)];
        seed.CopyTo(room, 0);
        length = seed.Length;
        for (int changes = random.Next(4); changes > 0 && length > 1; changes--)
        {
            int at = random.Next(length);
            switch (random.Next(5))
            {
                case 0:
                    room[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                case 1:
                    room[at] = (byte)random.Next(256);
                    break;
                case 2:
                    room.AsSpan(at + 1, length - at - 1).CopyTo(room.AsSpan(at));
                    length--;
                    break;
                case 3 when length + 8 < room.Length:
                    room.AsSpan(at, length - at).CopyTo(room.AsSpan(at + 1));
                    room[at] = Alphabet[random.Next(Alphabet.Length)];
                    length++;
                    break;
                case 4 when random.Next(3) == 0:
                    length = at;
                    break;
            }
        }

        return length;
    }

    private static void Check(ReadOnlySpan<byte> body, bool taken, bool brought, WireRefusal refusal)
    {
        if (taken != brought || taken == (refusal.Reason is not null))
            Fail(body, "taken and refused, or neither");
        if (!taken && refusal.Reason!.Length > 200)
            Fail(body, "a long refusal: " + refusal.Reason);
    }

    private static void CheckContents(ReadOnlySpan<byte> body, TelemetryBatch? readings, AttributeBatch? values, byte[]? json)
    {
        if (json is not null)
            JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = LenientJson.MaxDepth }).Dispose();
        foreach (Reading reading in readings?.Readings ?? [])
            CheckValue(body, reading.Key, reading.Value);
        foreach (AttributeValue value in values?.Values ?? [])
            CheckValue(body, value.Key, value.Value);
        if (readings is not null && readings.Readings.Select(r => (r.Key, r.Ts)).Distinct().Count() != readings.Readings.Length)
            Fail(body, "two readings of one key and instant");
        if (values is not null && values.Values.Select(v => v.Key).Distinct().Count() != values.Values.Length)
            Fail(body, "two values of one attribute");
    }

    private static void CheckValue(ReadOnlySpan<byte> body, string key, TypedValue value)
    {
        if (key.Length is 0 or > 255 || string.IsNullOrWhiteSpace(key) || key.Contains('\0'))
            Fail(body, "a key that is none");
        if (value.Kind == ValueKind.None || !Utf8.IsValid(value.Text) || value.Text.Contains((byte)0) || (value.Kind == ValueKind.Double && !double.IsFinite(value.AsDouble)))
            Fail(body, "a value that is none");
        if (value.Kind == ValueKind.Json)
            JsonDocument.Parse(value.TextBytes, new JsonDocumentOptions { MaxDepth = LenientJson.MaxDepth }).Dispose();
    }

    private static void Fail(ReadOnlySpan<byte> body, string problem) => Assert.Fail($"{problem}: {Convert.ToHexString(body)} {Encoding.UTF8.GetString(body)}");
}
