using System.Globalization;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>Says in a sentence why a run of a script failed; runs no code of the script to find out, and shows nothing of ours.</summary>
internal sealed class ScriptFaults(ScriptOptions options, ScriptJson json)
{
    private const int MaxShown = 200;

    /// <summary>The limit that the exception is about; null: it is about none, and is ours.</summary>
    public string? Limit(Exception exception) => exception switch
    {
        RegexMatchTimeoutException => $"A regular expression took longer than {options.RegexTimeLimit} ms",
        TimeoutException => $"The script ran longer than {options.TimeLimit} ms",
        StatementsCountOverflowException => $"The script ran more than {options.MaxStatements.ToString(CultureInfo.InvariantCulture)} statements",
        MemoryLimitExceededException when exception.Message.Contains("array", StringComparison.OrdinalIgnoreCase) =>
            $"An array holds at most {options.MaxArrayLength} elements",
        MemoryLimitExceededException or OutOfMemoryException => $"The script used more than {options.MaxMemory} bytes of memory",
        RecursionDepthOverflowException => $"A function of the script called itself more than {options.MaxRecursion} times over",
        InsufficientExecutionStackException => "The script nested its calls or values too deeply",
        JavaScriptException thrown => Describe(thrown),
        _ => null,
    };

    public string Describe(JavaScriptException exception)
    {
        var error = exception.Error;
        var (name, message) = (Data(error, "name"), Data(error, "message"));
        var text = error is ObjectInstance && message is not null ? name is null ? message : $"{name}: {message}" : $"The script threw {Show(error)}";
        return exception.Location.Start.Line > 0 ? $"{Cut(text)} (line {exception.Location.Start.Line})" : Cut(text);
    }

    /// <summary>A value as people may read it in an error.</summary>
    public string Show(JsValue value) => value switch
    {
        JsString => Cut($"'{value}'"),
        _ when value.IsCallable() => "a function",
        ObjectInstance => Cut(json.Write(value) ?? "nothing"),
        _ => Cut(value.ToString()),
    };

    /// <summary>A text that the object or one of its prototypes simply holds: a getter would be code of the script.</summary>
    private static string? Data(JsValue error, string name)
    {
        for (var at = error as ObjectInstance; at is JsObject or JsError or { Prototype: not null }; at = at.Prototype)
        {
            var property = at.GetOwnProperty(name);
            if (property != PropertyDescriptor.Undefined)
                return property.IsDataDescriptor() && property.Value is JsString text ? text.ToString() : null;
        }
        return null;
    }

    private static string Cut(string text) => text.Length > MaxShown ? text[..MaxShown] + "…" : text;
}
