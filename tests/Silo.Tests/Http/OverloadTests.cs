using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

public sealed class OverloadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_full_queue_is_answered_503_and_what_was_answered_200_is_stored()
    {
        const int Posts = 500;
        await using var server = new EmbeddedServer { Settings = ["--Committer:MaxChanges=1"] };
        await server.InitializeAsync();
        var (id, token) = await server.CreateDeviceAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Posts).Select(n =>
            server.Device.PostAsync($"api/v1/{token}/telemetry", new StringContent($"{{ts:{n},values:{{a:{n}}}}}"), Cancellation)));

        var stored = await server.Admin.GetFromJsonAsync<JsonElement>(
            $"api/plugins/telemetry/DEVICE/{id}/values/timeseries?keys=a&startTs=0&endTs={Posts}&limit={Posts}", Cancellation);
        var instants = stored.TryGetProperty("a", out var rows) ? rows.EnumerateArray().Select(r => r.GetProperty("ts").GetInt32()).ToHashSet() : [];
        for (var n = 0; n < Posts; n++)
        {
            if (answers[n].StatusCode == HttpStatusCode.OK)
            {
                Assert.Contains(n, instants);
                continue;
            }
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answers[n].StatusCode);
            Assert.NotNull(answers[n].Headers.RetryAfter);
            Assert.Equal(503, (await answers[n].Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("status").GetInt32());
        }
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task bodies_beyond_the_memory_for_bodies_are_answered_503()
    {
        await using var server = new EmbeddedServer { Settings = ["--Limits:Body:MaxBufferedBytes=1048576"] };
        await server.InitializeAsync();
        var (_, token) = await server.CreateDeviceAsync();
        var large = new string('x', 3_000_000);
        var answer = await server.Device.PostAsync($"api/v1/{token}/telemetry", new StringContent($"{{a:'{large}'}}"), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var small = await server.Device.PostAsync($"api/v1/{token}/telemetry", new StringContent("{a:1}"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
    }
}
