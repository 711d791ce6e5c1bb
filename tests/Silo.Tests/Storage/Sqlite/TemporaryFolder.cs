namespace OrleansIot.Silo.Tests.Storage.Sqlite;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orleansiot-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
