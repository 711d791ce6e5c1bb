using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansIot.Gateway.Devices;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>
/// The report of an import, a JSON object a line. It is kept until the body has been read, because many clients read no answer before they have sent everything: a few
/// megabytes in memory, the rest in a file that only this user may read.
/// </summary>
/// <param name="onlyRefused">Leave out what went well.</param>
internal sealed class ImportReport(Guid import, bool onlyRefused) : IAsyncDisposable
{
    private const int MaxMemory = 4 << 20;
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly MemoryStream _memory = new();
    private FileStream? _file;
    private long _created;
    private long _refused;

    public void Add(long line, in ImportedLine result)
    {
        if (result is { Outcome: Outcome.Done, Credentials: { } credentials })
        {
            _created++;
            if (onlyRefused)
                return;
            using var json = new Utf8JsonWriter(_memory, Readable);
            Begin(json, line, "CREATED");
            json.WriteString("id"u8, result.Device);
            json.WriteString("credentialsType"u8, CredentialsTypes.Name(credentials.Type));
            json.WriteString("credentialsId"u8, credentials.CredentialsId);
            json.WriteEndObject();
        }
        else
        {
            _refused++;
            using var json = new Utf8JsonWriter(_memory, Readable);
            Begin(json, line, "REFUSED");
            json.WriteString("message"u8, result.Reason ?? "The device was refused");
            json.WriteEndObject();
        }
        _memory.WriteByte((byte)'\n');
    }

    /// <summary>The last line.</summary>
    /// <param name="line">All lines up to this one have been dealt with.</param>
    /// <param name="problem">Why it ends before the body does; null: it does not.</param>
    public void End(long line, string? problem)
    {
        using (var json = new Utf8JsonWriter(_memory, Readable))
        {
            Begin(json, line, problem is null ? "END" : "BROKEN_OFF");
            json.WriteString("import"u8, import);
            json.WriteNumber("created"u8, _created);
            json.WriteNumber("refused"u8, _refused);
            if (problem is not null)
                json.WriteString("message"u8, problem);
            json.WriteEndObject();
        }
        _memory.WriteByte((byte)'\n');
    }

    /// <summary>Moves what is in memory to the file when it has become much.</summary>
    public async ValueTask SpillAsync(CancellationToken cancellation)
    {
        if (_memory.Length < MaxMemory)
            return;
        _file ??= OpenFile();
        await _file.WriteAsync(_memory.GetBuffer().AsMemory(0, (int)_memory.Length), cancellation);
        _memory.SetLength(0);
    }

    public async Task SendAsync(Stream to, CancellationToken cancellation)
    {
        if (_file is not null)
        {
            _file.Position = 0;
            await _file.CopyToAsync(to, cancellation);
        }
        await to.WriteAsync(_memory.GetBuffer().AsMemory(0, (int)_memory.Length), cancellation);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? default;

    private static void Begin(Utf8JsonWriter json, long line, string status)
    {
        json.WriteStartObject();
        json.WriteNumber("line"u8, line);
        json.WriteString("status"u8, status);
    }

    private static FileStream OpenFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(Path.GetTempPath(), $"orleansiot-import-{Guid.NewGuid():N}"), options);
    }
}
