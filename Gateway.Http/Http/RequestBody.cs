using System.IO.Pipelines;

namespace OrleansIot.Gateway.Http;

/// <summary>
/// The whole body of a request as UTF-8, or the reason why there is none. A body that came in one piece is not copied: it lies in the connection's buffer
/// until <see cref="Dispose"/>.
/// </summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly PipeReader? _reader;
    private readonly SequencePosition _end;
    private readonly BodyBuffer? _buffer;

    private RequestBody(ReadOnlyMemory<byte> bytes, PipeReader? reader = null, SequencePosition end = default, BodyBuffer? buffer = null) =>
        (Bytes, _reader, _end, _buffer) = (bytes, reader, end, buffer);

    private RequestBody(BodyRefusal refusal) => Refusal = refusal;

    public ReadOnlyMemory<byte> Bytes { get; }

    public BodyRefusal Refusal { get; }

    /// <summary>Bytes that still belong to the connection, which gets them back up to <paramref name="end"/>.</summary>
    public static RequestBody InPlace(ReadOnlyMemory<byte> bytes, PipeReader reader, SequencePosition end) => new(bytes, reader, end);

    public static RequestBody Copied(BodyBuffer buffer) => new(buffer.Written, buffer: buffer);

    public static RequestBody Converted(byte[] bytes) => new(bytes);

    public static RequestBody Refused(BodyRefusal refusal) => new(refusal);

    public void Dispose()
    {
        _reader?.AdvanceTo(_end);
        _buffer?.Dispose();
    }
}
