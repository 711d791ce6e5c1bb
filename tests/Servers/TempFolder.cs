namespace OrleansIot.Servers;

/// <summary>A folder of its own that goes with its owner.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orleansiot-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
