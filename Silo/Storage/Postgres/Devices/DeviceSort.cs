namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>What a list of devices can be sorted by.</summary>
/// <param name="Join">The table that the column is in, unless it is the device's own.</param>
/// <param name="IsNullable">Devices without a value come before those with one; where all have one, the index has the order only without these words.</param>
internal sealed record DeviceSort(string Column, string Join, bool IsNullable)
{
    /// <summary>Null: the list has no such property.</summary>
    public static DeviceSort? Of(string? property) => property switch
    {
        null or "createdTime" => new("d.created_time", "", false),
        "name" => new("d.name", "", false),
        "type" => new("s.name", "join device_profile s on s.id = d.profile_id", false),
        "label" => new("d.label", "", true),
        "customerTitle" => new("s.title", "left join customer s on s.id = d.customer_id", true),
        _ => null,
    };

    public string Direction(bool descending) => (descending, IsNullable) switch
    {
        (false, false) => "asc",
        (true, false) => "desc",
        (false, true) => "asc nulls first",
        (true, true) => "desc nulls last",
    };
}
