namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Another process has the database folder open.</summary>
internal sealed class StorageInUseException(string folder, Exception inner)
    : Exception($"The storage folder '{folder}' is in use by another process.", inner);
