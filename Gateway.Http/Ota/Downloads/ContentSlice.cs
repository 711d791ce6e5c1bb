using System.Globalization;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>The bytes that a request names: all, or one part of a given size (specification 7.5).</summary>
internal readonly record struct ContentSlice(long Offset, long Length)
{
    public static ContentSlice Whole(OtaFile file) => new(0, file.Size);

    /// <param name="size">0: all of it, whatever the part.</param>
    /// <param name="part">Number of the part, from 0. One beyond the end is empty.</param>
    public static ContentSlice Part(OtaFile file, int size, int part)
    {
        if (size == 0)
            return Whole(file);
        var offset = (long)size * part;
        return offset >= file.Size ? new(file.Size, 0) : new(offset, Math.Min(size, file.Size - offset));
    }

    /// <summary>The strong entity tag of these bytes, quotes included.</summary>
    public string Tag(OtaFile file) =>
        Length == file.Size ? $"\"{file.Sha256}\"" : string.Create(CultureInfo.InvariantCulture, $"\"{file.Sha256}-{Offset}-{Length}\"");
}
