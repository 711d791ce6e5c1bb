using Microsoft.Data.Sqlite;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Violated constraints that are expected ends.</summary>
internal static class SqliteFaults
{
    private const int ForeignKey = 787;
    private const int PrimaryKey = 1555;
    private const int Unique = 2067;

    public static bool IsTaken(this SqliteException exception) => exception.SqliteExtendedErrorCode is Unique or PrimaryKey;

    public static bool IsDangling(this SqliteException exception) => exception.SqliteExtendedErrorCode == ForeignKey;
}
