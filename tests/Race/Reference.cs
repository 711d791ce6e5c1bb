namespace OrleansIot.Race;

/// <summary>A server that the product is compared with.</summary>
/// <param name="Kind">As it is named on the command line.</param>
/// <param name="Title">As it is named in the report.</param>
/// <param name="NeedsPostgres">Whether it stores in a PostgreSQL server of its own.</param>
/// <param name="Stores">Names of the events whose requests it stores and can count.</param>
internal sealed record Reference(string Kind, string Title, bool NeedsPostgres, params string[] Stores)
{
    public static IReadOnlyList<Reference> All { get; } =
    [
        new("bare", "bare Kestrel", false),
        new("parking", "bare Kestrel that parks", false),
        new("files", "Kestrel's static files", false),
        new("sqlite", "SQLite transaction per request", false, "telemetry"),
        new("insert", "INSERT and commit per request", true, "telemetry"),
        new("prepared", "tuned INSERT and commit per request", true, "telemetry"),
        new("grainstate", "AdoNet grain state per request", true, "telemetry", "attributes"),
        new("preparedstate", "tuned AdoNet grain state per request", true, "telemetry", "attributes"),
    ];

    public static string TitleOf(string kind) => All.Single(r => r.Kind == kind).Title;
}
