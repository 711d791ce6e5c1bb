using System.Net;

namespace OrleansIot.Silo.Tests.Http.Rules;

public sealed class CallTimeoutTests : IAsyncLifetime
{
    private readonly EmbeddedServer _server = new() { Settings = ["--ServerCalls:Timeout=300"] };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task call_that_nobody_answers_ends_with_an_empty_408()
    {
        var (_, token) = await _server.CreateDeviceAsync();
        var answer = await _server.Device.PostApiAsync($"api/v1/{token}/rpc", """{"method":"m","params":{}}""");
        Assert.Equal((HttpStatusCode.RequestTimeout, "", 0L), (answer.Status, answer.Text, answer.Message.Content.Headers.ContentLength));
    }
}
