namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>A part of the readings: those from an instant on and before another, in milliseconds since 1970.</summary>
/// <param name="From">Null: the one for everything older than the others.</param>
/// <param name="Until">Null: the one for everything later than the others.</param>
internal sealed record Partition(string Table, long? From, long? Until);
