using System.Text.Json;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Http;

/// <summary>Answers of the management API.</summary>
internal static class Reply
{
    public static IResult Json<T>(T document) => new JsonReply<T>(document);

    public static IResult Text(string text) => Results.Text(text);

    public static IResult Empty => EmptyReply.Instance;

    public static IResult From<T, TDocument>(Answer<T> answer, Func<T, TDocument> document) =>
        answer.Outcome == Outcome.Done ? Json(document(answer.Value!)) : Outcomes.Refuse(answer.Outcome, answer.Reason);

    /// <summary>200 without a body where the answer is Done.</summary>
    public static IResult Done<T>(Answer<T> answer) => answer.Outcome == Outcome.Done ? Empty : Outcomes.Refuse(answer.Outcome, answer.Reason);

    private sealed class JsonReply<T>(T document) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json";
            await JsonSerializer.SerializeAsync(httpContext.Response.BodyWriter, document, ManagementJson.Wire.GetTypeInfo(typeof(T))!, httpContext.RequestAborted);
        }
    }

    private sealed class EmptyReply : IResult
    {
        public static readonly EmptyReply Instance = new();

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentLength = 0;
            return Task.CompletedTask;
        }
    }
}
