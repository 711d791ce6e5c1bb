using System.Globalization;
using System.Net.Sockets;

#pragma warning disable CA1050 // The runtime looks for this type outside of any namespace.

/// <summary>
/// Loaded into an unchanged server by DOTNET_STARTUP_HOOKS. Answers on the Unix socket named by ORLEANSIOT_PROBE, one line for one line:
/// "allocated" with the bytes allocated since the start, "collected" with the bytes alive after a full collection.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("ORLEANSIOT_PROBE") is not { Length: > 0 } path)
            return;
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        new Thread(() => Serve(listener)) { IsBackground = true, Name = "probe" }.Start();
    }

    private static void Serve(Socket listener)
    {
        while (true)
        {
            using var stream = new NetworkStream(listener.Accept(), ownsSocket: true);
            using var reader = new StreamReader(stream);
            using var writer = new StreamWriter(stream) { AutoFlush = true };
            try
            {
                while (reader.ReadLine() is { } question)
                    writer.WriteLine(Answer(question).ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The asker has gone; the next one may come.
            }
        }
    }

    private static long Answer(string question) => question switch
    {
        "allocated" => GC.GetTotalAllocatedBytes(precise: true),
        "collected" => Collect(),
        _ => -1,
    };

    private static long Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
