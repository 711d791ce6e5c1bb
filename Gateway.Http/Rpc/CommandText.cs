using System.Buffers;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Rpc;

namespace OrleansIot.Gateway.Rpc;

/// <summary>Commands and replies as they travel.</summary>
internal static class CommandText
{
    /// <summary><c>{"id":7,"method":"…","params":…}</c>: members in this order, compact, params as the caller spelt them (specification 3.3).</summary>
    public static void Write(IBufferWriter<byte> output, DeviceCommand command)
    {
        output.Write("{\"id\":"u8);
        JsonPieces.WriteNumber(output, command.Id);
        output.Write(",\"method\":"u8);
        JsonPieces.WriteString(output, command.Method);
        output.Write(",\"params\":"u8);
        output.Write(command.Params ?? "null"u8);
        output.Write("}"u8);
    }

    /// <summary>The array that a device gets who asked for several.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<DeviceCommand> commands)
    {
        output.Write("["u8);
        for (var i = 0; i < commands.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            Write(output, commands[i]);
        }
        output.Write("]"u8);
    }

    /// <summary>A reply is any text; where it is JSON, it is passed on as such.</summary>
    public static CommandReply ReadReply(ReadOnlySpan<byte> body)
    {
        var text = Utf8Body.Valid(body);
        if (StrictJson.TryCompact(text, out var json))
            return new(true, json);
        var quoted = new byte[JsonText.QuotedLength(text)];
        JsonText.Quote(text, quoted);
        return new(false, quoted);
    }
}
