using System.Text.Json;
using OrleansIot.Gateway.Calls;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Http;

/// <summary>Saving an entity with the version that the caller has read.</summary>
internal static class Versions
{
    /// <summary>
    /// The end of a save. A conflict about the version, rather than about a taken name, is 409; but where the call was made more than once and the entity already is
    /// what the caller wants it to be, it was an earlier attempt that saved it.
    /// </summary>
    /// <param name="expected">The version that the caller has read; null: it did not say.</param>
    /// <param name="current">Reads the entity as it is now.</param>
    /// <param name="wanted">The entity with what the caller wants it to hold.</param>
    public static async Task<IResult> AnswerAsync<T, TDocument>(
        GrainCalls grains, Answer<T> answer, long? expected, Func<Task<Answer<T>>> current, Func<T, T> wanted, Func<T, TDocument> document)
        where T : class, IVersioned
    {
        if (answer.Outcome != Outcome.Conflict || expected is null || (await current()).Value is not { } now || now.Version == expected)
            return Reply.From(answer, document);
        return grains.HasRepeated && now.Version == expected + 1 && Text(document(now)).AsSpan().SequenceEqual(Text(document(wanted(now))))
            ? Reply.Json(document(now))
            : Outcomes.Moved;
    }

    private static byte[] Text<TDocument>(TDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, ManagementJson.Wire.GetTypeInfo(typeof(TDocument))!);
}
