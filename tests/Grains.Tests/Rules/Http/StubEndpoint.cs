using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansIot.Grains.Tests.Rules.Http;

/// <summary>An HTTP endpoint on loopback that says what the test tells it to, one connection per request.</summary>
internal sealed class StubEndpoint : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int, string?> _answer;
    private int _requests;

    /// <param name="answer">What to send for the n-th request, from 1; null: nothing, ever.</param>
    public StubEndpoint(Func<int, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Url => $"http://{_listener.LocalEndpoint}/hook";

    public List<string> Requests { get; } = [];

    public static string Answer(int status, string body, string headers = "") =>
        $"HTTP/1.1 {status} Said\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    public void Dispose() => _listener.Stop();

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => AnswerAsync(client));
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        var stream = client.GetStream();
        var buffer = new byte[65_536];
        var text = "";
        while (!IsWhole(text))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
                return;
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }
        int number;
        lock (Requests)
        {
            Requests.Add(text);
            number = ++_requests;
        }
        if (_answer(number) is not { } answer)
            return;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        client.Dispose();
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = text.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || text.Length - end - 4 >= int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
