using OrleansIot.Values;

namespace OrleansIot.Grains.Values;

/// <summary>What texts that people type must keep to.</summary>
internal static class TextRules
{
    /// <summary>Most UTF-16 units.</summary>
    public const int MaxText = 255;

    /// <summary>Most bytes of a JSON document that is kept for its owner.</summary>
    public const int MaxInfoBytes = 65_536;

    public static Refusal? Required(string what, string? text) =>
        string.IsNullOrWhiteSpace(text) ? new(Outcome.Invalid, $"{what} should be specified!") : Optional(what, text);

    public static Refusal? Optional(string what, string? text) => text switch
    {
        { Length: > MaxText } => new(Outcome.Invalid, $"{what} must be at most {MaxText} characters long"),
        not null => NoNul(what, text),
        _ => null,
    };

    public static Refusal? NoNul(string what, string text) => text.Contains('\0') ? new(Outcome.Invalid, $"{what} must not contain the NUL character") : null;

    public static Refusal? Info(byte[]? json) =>
        json is { Length: > MaxInfoBytes } ? new(Outcome.Invalid, $"additionalInfo must be at most {MaxInfoBytes} bytes long") : null;
}
