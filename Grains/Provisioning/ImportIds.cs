using System.Security.Cryptography;
using System.Text;

namespace OrleansIot.Grains.Provisioning;

/// <summary>Ids of imported devices.</summary>
internal static class ImportIds
{
    /// <summary>Follows from the import and the name, so that a line which comes again means the device that it has made (RFC 9562, version 8).</summary>
    public static Guid Of(Guid import, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var text = new byte[16 + Encoding.UTF8.GetByteCount(name)];
        import.TryWriteBytes(text, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, text.AsSpan(16));
        SHA256.HashData(text, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
