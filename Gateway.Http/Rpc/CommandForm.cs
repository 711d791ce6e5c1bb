using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>The body of a call to a device: <c>{"method","params","timeout","expirationTime","persistent","retries","additionalInfo"}</c>; other members are ignored.</summary>
internal ref struct CommandForm
{
    /// <summary>The last instant of the year 9999, milliseconds since 1970: later ones are cut to it.</summary>
    private const long EndOfTime = 253_402_300_799_999;

    private string? _method;
    private byte[]? _params;
    private byte[]? _additionalInfo;
    private long? _timeout;
    private long? _expirationTime;
    private int? _retries;
    private bool _persistent;

    /// <param name="now">When the call was received, milliseconds since 1970.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> body, bool oneWay, RpcOptions options, long now, [NotNullWhen(true)] out NewCommand? command, [NotNullWhen(false)] out Problem? problem)
    {
        var form = default(CommandForm);
        try
        {
            problem = form.Read(Utf8Body.Valid(body)) ?? form.Check(options);
        }
        catch (JsonException)
        {
            problem = Problem.Bad("Invalid JSON");
        }
        command = problem is null ? form.Command(oneWay, options, now) : null;
        return command is not null;
    }

    private Problem? Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, StrictJson.Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return Problem.Bad("Request is not a JSON object");
        }
        Problem? problem = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            problem = ReadMember(ref reader, body) ?? problem;
        reader.Read();
        return problem;
    }

    private Problem? ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.ValueTextEquals("method"u8))
            return ReadMethod(ref reader);
        if (reader.ValueTextEquals("params"u8))
            return ReadJson(ref reader, body, out _params);
        if (reader.ValueTextEquals("additionalInfo"u8))
            return ReadJson(ref reader, body, out _additionalInfo);
        if (reader.ValueTextEquals("timeout"u8))
            return ReadWhole(ref reader, "timeout", long.MaxValue, out _timeout);
        if (reader.ValueTextEquals("expirationTime"u8))
            return ReadWhole(ref reader, "expirationTime", long.MaxValue, out _expirationTime);
        if (reader.ValueTextEquals("retries"u8))
        {
            var problem = ReadWhole(ref reader, "retries", int.MaxValue, out var retries);
            _retries = (int?)retries;
            return problem;
        }
        if (reader.ValueTextEquals("persistent"u8))
            return ReadPersistent(ref reader);
        reader.Skip();
        return null;
    }

    private Problem? ReadMethod(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return Problem.Bad("'method' must be a string");
        }
        try
        {
            _method = reader.GetString()!.Replace("\0", "", StringComparison.Ordinal);
            return null;
        }
        catch (InvalidOperationException)
        {
            return Problem.Bad("'method' holds text that is no Unicode");
        }
    }

    private Problem? ReadPersistent(ref Utf8JsonReader reader)
    {
        reader.Read();
        _persistent = reader.TokenType == JsonTokenType.True;
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
            return null;
        reader.Skip();
        return Problem.Bad("'persistent' must be true or false");
    }

    private static Problem? ReadJson(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, out byte[]? json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        json = null;
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        reader.Skip();
        return StrictJson.TryCompact(body[start..(int)reader.BytesConsumed], out json) ? null : Problem.Bad("Invalid JSON");
    }

    private static Problem? ReadWhole(ref Utf8JsonReader reader, string name, long max, out long? value)
    {
        reader.Read();
        value = null;
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0 && number <= max)
        {
            value = number;
            return null;
        }
        reader.Skip();
        return Problem.Bad($"'{name}' must be a whole number from 0 to {max}");
    }

    private readonly Problem? Check(RpcOptions options)
    {
        if (_method is null)
            return Problem.Bad("'method' should be specified!");
        var size = Encoding.UTF8.GetByteCount(_method) + (long)(_params?.Length ?? 0) + (_additionalInfo?.Length ?? 0);
        return size > options.MaxCommandBytes
            ? new(StatusCodes.Status413PayloadTooLarge, $"Method, params and additionalInfo exceed the limit of {options.MaxCommandBytes} bytes", ApiErrorCode.BadRequest)
            : null;
    }

    private readonly NewCommand Command(bool oneWay, RpcOptions options, long now)
    {
        var life = Math.Max(_timeout ?? options.DefaultTimeout, options.MinTimeout);
        var latest = _persistent ? EndOfTime : now + options.MaxWait;
        var expiry = _expirationTime ?? (life > latest - now ? latest : now + life);
        return new(Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now)), now, Math.Min(expiry, latest), oneWay, _persistent, _retries, _method!, _params, _additionalInfo);
    }
}
