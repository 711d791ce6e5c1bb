namespace OrleansIot.Gateway.Ota;

/// <summary>A folder that one process at a time has for itself. Processes that share a cache folder get rooms of their own; the kernel frees a room when its process ends.</summary>
internal sealed class CacheRoom : IDisposable
{
    private const int MaxRooms = 64;
    private const int HashLength = 64;
    private const string Unfinished = ".part";

    private readonly FileStream _lock;
    private readonly string _folder;

    private CacheRoom(string folder, FileStream lockFile) => (_folder, _lock) = (folder, lockFile);

    /// <exception cref="IOException">No room can be had.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static CacheRoom Take(string folder)
    {
        for (var number = 0; ; number++)
        {
            var room = Path.Combine(folder, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(room);
            else
                Directory.CreateDirectory(room, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            try
            {
                return new(room, new FileStream(Path.Combine(room, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (number + 1 < MaxRooms)
            {
                // Another process has it.
            }
        }
    }

    public string PathOf(string sha256) => Path.Combine(_folder, sha256);

    public string UnfinishedPathOf(string sha256) => PathOf(sha256) + Unfinished;

    /// <summary>Removes what was left unfinished, and names what is there, what was written longest ago first.</summary>
    public IReadOnlyList<FileInfo> TakeStock()
    {
        var files = new DirectoryInfo(_folder).GetFiles();
        foreach (var file in files.Where(f => f.Name.EndsWith(Unfinished, StringComparison.Ordinal)))
            file.Delete();
        return [.. files.Where(f => f.Name.Length == HashLength && f.Name.All(char.IsAsciiHexDigitLower)).OrderBy(f => f.LastWriteTimeUtc)];
    }

    public void Dispose() => _lock.Dispose();
}
