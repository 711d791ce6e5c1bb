namespace OrleansIot.Silo.Storage;

/// <summary>The database was written by a newer version of the program.</summary>
internal sealed class SchemaTooNewException(long found, long known)
    : Exception($"The database has schema version {found}, but this program knows only versions up to {known}. Run the newer program, or restore an older backup.");
