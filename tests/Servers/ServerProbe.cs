using System.Globalization;
using System.Net.Sockets;

namespace OrleansIot.Servers;

/// <summary>Asks a .NET server about its memory, through a startup hook that the unchanged executable loads.</summary>
public sealed class ServerProbe : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"probe-{Guid.NewGuid():N}");
    private StreamReader? _reader;
    private StreamWriter? _writer;

    /// <summary>To be added to the environment of the server.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["DOTNET_STARTUP_HOOKS"] = Built.ProbeAssembly,
        ["ORLEANSIOT_PROBE"] = _path,
    };

    /// <summary>Bytes allocated by managed code since the start.</summary>
    public long AllocatedBytes() => Ask("allocated");

    /// <summary>Bytes alive after full collections.</summary>
    public long LiveBytes() => Ask("collected");

    public void Dispose()
    {
        _reader?.Dispose();
        File.Delete(_path);
    }

    private long Ask(string question)
    {
        if (_reader is null || _writer is null)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(_path));
            var stream = new NetworkStream(socket, ownsSocket: true);
            _reader = new StreamReader(stream);
            _writer = new StreamWriter(stream) { AutoFlush = true };
        }

        _writer.WriteLine(question);
        return long.Parse(_reader.ReadLine() ?? throw new IOException("The server has gone."), CultureInfo.InvariantCulture);
    }
}
