using System.IO.Pipelines;
using System.Text;
using OrleansIot.Gateway.Provisioning;
using Xunit;

namespace OrleansIot.Gateway.Tests.Provisioning;

public sealed class ImportLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\r\nb\n\nc", new[] { "a", "b", "", "c" })]
    [InlineData("\n", new[] { "" })]
    public async Task a_body_is_cut_into_lines_however_it_comes(string body, string[] expected)
    {
        for (var piece = 1; piece <= body.Length + 1; piece++)
            Assert.Equal(expected, await ReadAsync(Encoding.UTF8.GetBytes(body), piece));
    }

    [Theory]
    [InlineData("\nnext")]
    [InlineData("")]
    public async Task a_line_that_is_too_long_is_passed_over_and_counted(string rest)
    {
        var body = Encoding.UTF8.GetBytes("first\n" + new string('x', ImportLines.MaxLine + 1) + rest);
        string[] expected = rest.Length > 0 ? ["first", "<too long>", "next"] : ["first", "<too long>"];
        foreach (var piece in new[] { 1_000, 100_000, int.MaxValue })
            Assert.Equal(expected, await ReadAsync(body, piece));
    }

    private static async Task<string[]> ReadAsync(byte[] body, int piece)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var writing = WriteAsync(pipe.Writer, body, piece);
        var lines = new ImportLines(pipe.Reader);
        var read = new List<string>();
        while (await lines.NextAsync(TestContext.Current.CancellationToken) is { } line)
        {
            read.Add(line.IsTooLong ? "<too long>" : Encoding.UTF8.GetString(line.Utf8.Span));
            Assert.Equal(read.Count, lines.Number);
        }
        await writing;
        return [.. read];
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] body, int piece)
    {
        for (var at = 0; at < body.Length; at += Math.Min(piece, body.Length - at))
            await writer.WriteAsync(body.AsMemory(at, Math.Min(piece, body.Length - at)), TestContext.Current.CancellationToken);
        await writer.CompleteAsync();
    }
}
