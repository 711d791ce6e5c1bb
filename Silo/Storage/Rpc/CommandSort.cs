using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What records of commands can be sorted by, in both databases.</summary>
internal static class CommandSort
{
    /// <summary>The column behind a sort property; null: no such property.</summary>
    public static string? Column(string? property) => property switch
    {
        null or "" or "createdTime" => "created_time",
        "expirationTime" => "expires_at",
        "status" => "status",
        "id" => "uuid",
        _ => null,
    };

    public static Refusal Unknown(string? property) => new(Outcome.Invalid, $"Unknown sort property '{property}'");
}
