using System.Buffers.Binary;
using System.Numerics;

namespace OrleansIot.Gateway.Ota;

/// <summary>MurmurHash3, x86, 32 bits, seed 0.</summary>
internal sealed class Murmur3Checksum32 : IChecksum
{
    private const int BlockSize = 4;
    private const uint C1 = 0xCC9E2D51;
    private const uint C2 = 0x1B873593;

    private readonly BlockFeed _feed = new(BlockSize);
    private uint _hash;

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
            _hash ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(tail));
        var hash = _hash ^ (uint)_feed.Total;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        hash ^= hash >> 16;
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, hash);
        return Convert.ToHexStringLower(bytes);
    }

    public void Dispose()
    {
    }

    private void Mix(ReadOnlySpan<byte> block) =>
        _hash = (BitOperations.RotateLeft(_hash ^ Scramble(BinaryPrimitives.ReadUInt32LittleEndian(block)), 13) * 5) + 0xE6546B64;

    private static uint Scramble(uint k) => BitOperations.RotateLeft(k * C1, 15) * C2;
}
