using System.Buffers.Binary;

namespace OrleansIot.Gateway.Ota;

/// <summary>CRC-32 as in Ethernet and gzip (ISO-HDLC), eight bytes a step.</summary>
internal sealed class Crc32Checksum : IChecksum
{
    private const uint Polynomial = 0xEDB88320;
    private const int Step = 8;
    private static readonly uint[] Tables = MakeTables();

    private uint _crc = uint.MaxValue;

    public void Append(ReadOnlySpan<byte> data)
    {
        var crc = _crc;
        for (; data.Length >= Step; data = data[Step..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = Table(7, low) ^ Table(6, low >> 8) ^ Table(5, low >> 16) ^ Table(4, low >> 24)
                ^ Table(3, high) ^ Table(2, high >> 8) ^ Table(1, high >> 16) ^ Table(0, high >> 24);
        }
        foreach (var unit in data)
            crc = Table(0, crc ^ unit) ^ (crc >> 8);
        _crc = crc;
    }

    public string Finish()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ~_crc);
        return Convert.ToHexStringLower(bytes);
    }

    public void Dispose()
    {
    }

    private static uint Table(int table, uint index) => Tables[(table << 8) | (byte)index];

    /// <summary>Table n holds what a byte becomes that n more bytes follow.</summary>
    private static uint[] MakeTables()
    {
        var tables = new uint[Step << 8];
        for (var i = 0; i < tables.Length; i++)
        {
            var crc = i < 256 ? (uint)i : tables[i - 256];
            if (i >= 256)
            {
                tables[i] = tables[(byte)crc] ^ (crc >> 8);
                continue;
            }
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            tables[i] = crc;
        }
        return tables;
    }
}
