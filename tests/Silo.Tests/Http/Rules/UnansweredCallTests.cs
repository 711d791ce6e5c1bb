namespace OrleansIot.Silo.Tests.Http.Rules;

public sealed class UnansweredCallTests : IAsyncLifetime
{
    private readonly EmbeddedServer _server = new() { Settings = ["--ServerCalls:Timeout=300", "--ServerCalls:Unanswered=nobody \"knows\""] };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task call_that_nobody_answers_is_told_what_the_configuration_says()
    {
        var (_, token) = await _server.CreateDeviceAsync();
        var answer = (await _server.Device.PostApiAsync($"api/v1/{token}/rpc", """{"method":"m","params":{}}""")).Ok();
        Assert.Equal("nobody \"knows\"", answer["error"].GetString());
        Assert.Equal("application/json", answer.Message.Content.Headers.ContentType?.ToString());
    }
}
