using System.Net;
using System.Text.Json;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>What the management API answered.</summary>
/// <param name="Json">Undefined when there is no body, or it is no JSON.</param>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Json, string Text, HttpResponseMessage Message)
{
    public string Id => Json.GetProperty("id").GetProperty("id").GetString()!;

    public JsonElement this[string member] => Json.GetProperty(member);

    /// <summary>200, else the test fails with what was answered.</summary>
    public ApiAnswer Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status} {Text}");
        return this;
    }

    /// <summary>The error object with this status and code.</summary>
    public ApiAnswer Refused(int status, int errorCode)
    {
        Assert.True((int)Status == status, $"expected {status}: {(int)Status} {Text}");
        Assert.Equal(["status", "message", "errorCode", "timestamp"], Json.EnumerateObject().Select(m => m.Name));
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.Equal(errorCode, Json.GetProperty("errorCode").GetInt32());
        Assert.NotEqual("", Json.GetProperty("message").GetString());
        return this;
    }
}
