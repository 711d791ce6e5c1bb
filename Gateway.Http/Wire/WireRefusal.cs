using System.Globalization;

namespace OrleansIot.Gateway.Wire;

/// <summary>Why a body was not taken.</summary>
/// <param name="Reason">A sentence for the caller that names the problem and the place; quotes at most 40 characters of the input.</param>
/// <param name="Offset">The place, in bytes from the start of the body.</param>
internal readonly record struct WireRefusal(string Reason, int Offset)
{
    private const int LongestQuote = 40;

    /// <param name="problem">The sentence without its end: the place is added.</param>
    public static WireRefusal At(int offset, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{problem} at byte {offset}."), offset);

    /// <summary>The text in quotes, cut to what a message may repeat.</summary>
    public static string Quote(string text)
    {
        if (text.Length <= LongestQuote)
            return $"\"{text}\"";
        int cut = char.IsHighSurrogate(text[LongestQuote - 2]) ? LongestQuote - 2 : LongestQuote - 1;
        return $"\"{text.AsSpan(0, cut)}…\"";
    }
}
