using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrleansIot.Grains.Provisioning;

/// <summary>Ids of imported devices.</summary>
internal static class ImportIds
{
    private const int IdBytes = 16;
    private const int Prefix = IdBytes + sizeof(long);

    /// <summary>Follows from the import, the line and its name, so that a line which comes again means the device that it has made (RFC 9562, version 8).</summary>
    public static Guid Of(Guid import, long line, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var text = new byte[Prefix + Encoding.UTF8.GetByteCount(name)];
        import.TryWriteBytes(text, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(text.AsSpan(IdBytes), line);
        Encoding.UTF8.GetBytes(name, text.AsSpan(Prefix));
        SHA256.HashData(text, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
