using System.Buffers.Binary;
using System.Numerics;

namespace OrleansIot.Gateway.Ota;

/// <summary>MurmurHash3, x64, 128 bits, seed 0.</summary>
internal sealed class Murmur3Checksum128 : IChecksum
{
    private const int BlockSize = 16;
    private const ulong C1 = 0x87C37B91114253D5;
    private const ulong C2 = 0x4CF5AD432745937F;

    private readonly BlockFeed _feed = new(BlockSize);
    private ulong _h1;
    private ulong _h2;

    public void Append(ReadOnlySpan<byte> data)
    {
        if (_feed.TryFill(ref data, out var block))
            Mix(block);
        for (; data.Length >= BlockSize; data = data[BlockSize..])
            Mix(data);
        _feed.Keep(data);
    }

    public string Finish()
    {
        var tail = _feed.Rest();
        if (_feed.RestLength > 0)
        {
            _h1 ^= Scramble1(BinaryPrimitives.ReadUInt64LittleEndian(tail));
            _h2 ^= Scramble2(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]));
        }
        _h1 ^= (ulong)_feed.Total;
        _h2 ^= (ulong)_feed.Total;
        _h1 += _h2;
        _h2 += _h1;
        _h1 = Finalize(_h1);
        _h2 = Finalize(_h2);
        _h1 += _h2;
        _h2 += _h1;
        Span<byte> bytes = stackalloc byte[BlockSize];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _h1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _h2);
        return Convert.ToHexStringLower(bytes);
    }

    public void Dispose()
    {
    }

    private void Mix(ReadOnlySpan<byte> block)
    {
        _h1 ^= Scramble1(BinaryPrimitives.ReadUInt64LittleEndian(block));
        _h1 = ((BitOperations.RotateLeft(_h1, 27) + _h2) * 5) + 0x52DCE729;
        _h2 ^= Scramble2(BinaryPrimitives.ReadUInt64LittleEndian(block[8..]));
        _h2 = ((BitOperations.RotateLeft(_h2, 31) + _h1) * 5) + 0x38495AB5;
    }

    private static ulong Scramble1(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong Scramble2(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Finalize(ulong h)
    {
        h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCD;
        h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53;
        return h ^ (h >> 33);
    }
}
