using System.Text;

namespace OrleansIot.Load;

public sealed class ResponseTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n", 200, 12)]
    [InlineData("HTTP/1.1 404 Not Found\r\nDate: x\r\ncontent-length:0\r\nX: y\r\n\r\n", 404, 0)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 200, -1)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, 0)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 200, 0)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nconnection: close\r\n\r\n", 200, 0)]
    public void a_head_tells_status_length_and_end_once_it_is_whole(string text, int status, int bodyLength)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var cut = 0; cut < bytes.Length; cut++)
            Assert.False(ResponseHead.TryParse(bytes.AsSpan(0, cut), out _));
        Assert.True(ResponseHead.TryParse([.. bytes, .. "rest"u8], out var head));
        Assert.Equal(new ResponseHead(status, bytes.Length, bodyLength, text.Contains("close", StringComparison.Ordinal)), head);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n\r\n")]
    [InlineData("HTTP/2 200\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n")]
    public void a_head_that_says_no_length_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ResponseHead.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void chunks_are_joined_once_they_are_all_there()
    {
        Assert.Throws<FormatException>(() => ChunkedBody.TryJoin("zz\r\n"u8.ToArray(), out _));
        var bytes = "5\r\nhello\r\nA\r\n, my world\r\n0\r\n\r\n"u8.ToArray();
        for (var cut = 0; cut < bytes.Length; cut++)
            Assert.False(ChunkedBody.TryJoin(bytes.AsSpan(0, cut), out _));
        Assert.True(ChunkedBody.TryJoin(bytes, out var length));
        Assert.Equal("hello, my world", Encoding.ASCII.GetString(bytes, 0, length));
    }
}
