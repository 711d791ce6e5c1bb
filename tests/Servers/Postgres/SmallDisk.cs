namespace OrleansIot.Servers.Postgres;

/// <summary>A disk in memory that is soon full, for a tablespace of a test server. Only root can make one.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("A disk that is full can only be made by root: run this test as root.");
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("orleansiot-disk-").FullName);
        await ToolProcess.RunAsync(["mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path]);
        await PostgresUser.GiveAsync(disk.Path);
        return disk;
    }

    /// <summary>Leaves no byte free.</summary>
    public async Task FillAsync()
    {
        await using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4_096];
        try
        {
            while (true)
                await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // No space left on the device.
        }
    }

    public void Empty() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await ToolProcess.RunAsync(["umount", "-l", Path]);
        Directory.Delete(Path);
    }
}
