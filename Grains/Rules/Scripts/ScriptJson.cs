using System.Runtime.CompilerServices;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>
/// Writes values of a script as JSON: <c>JSON.stringify</c> and what becomes of results. Stops at a length, and lets the limits of the run look in, because a few
/// objects that hold each other several times are a text without end.
/// </summary>
internal sealed class ScriptJson(Engine engine, int limit)
{
    private const int CheckEvery = 128;

    private readonly JsValue _isArray = engine.Intrinsics.Array.Get("isArray");
    private readonly JsValue _tag = ((ObjectInstance)engine.Intrinsics.Object.Get("prototype")).Get("toString");
    private readonly ErrorConstructor _rangeError = (ErrorConstructor)engine.Global.Get("RangeError");
    private int _written;

    public void Install()
    {
        var holder = (ObjectInstance)engine.Global.Get("JSON");
        var function = new ClrFunction(engine, "stringify", (_, given) => Stringify(given), 3, PropertyFlag.Configurable);
        holder.DefineOwnProperty("stringify", new PropertyDescriptor(function, true, false, true));
    }

    /// <summary>The value as JSON; null: it has none, as undefined and functions have none.</summary>
    public string? Write(JsValue value) => Write(value, null, null, "");

    private JsValue Stringify(JsValue[] given)
    {
        var replacer = given.Length > 1 ? given[1] : JsValue.Undefined;
        var text = Write(given.Length > 0 ? given[0] : JsValue.Undefined, replacer.IsCallable() ? replacer : null, Names(replacer), Gap(given.Length > 2 ? given[2] : JsValue.Undefined));
        return text is null ? JsValue.Undefined : new JsString(text);
    }

    private string? Write(JsValue value, JsValue? replacer, List<JsValue>? names, string gap)
    {
        _written = 0;
        var run = new Run(new StringBuilder(), replacer, names, gap);
        var root = JsValue.Undefined;
        if (replacer is not null)
        {
            var holder = new JsObject(engine);
            holder.FastSetDataProperty("", value);
            root = holder;
        }
        return TryWrite(run, root, "", value) ? run.Text.ToString() : null;
    }

    private bool TryWrite(Run run, JsValue holder, string key, JsValue value)
    {
        if (value is ObjectInstance convertible && convertible.Get("toJSON") is var toJson && toJson.IsCallable())
            value = toJson.Call(value, [new JsString(key)]);
        if (run.Replacer is { } replacer)
            value = replacer.Call(holder, [new JsString(key), value]);
        switch (value)
        {
            case JsString:
                Quote(run, value.ToString());
                return true;
            case JsNumber number:
                Append(run, double.IsFinite(number.AsNumber()) ? TypeConverter.ToString(number) : "null");
                return true;
            case JsBoolean:
                Append(run, value.AsBoolean() ? "true" : "false");
                return true;
            case JsNull:
                Append(run, "null");
                return true;
            case not ObjectInstance:
            case var _ when value.IsCallable():
                return false;
            case not (JsObject or JsArray) when IsBoxed(value):
                return TryWrite(run with { Replacer = null }, holder, key, value.Get("valueOf").Call(value, []));
            default:
                WriteContainer(run, (ObjectInstance)value);
                return true;
        }
    }

    private void WriteContainer(Run run, ObjectInstance container)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new JavaScriptException(_rangeError, "Maximum call stack size exceeded");
        if (!run.Open.Add(container))
            throw new JavaScriptException(engine.Intrinsics.TypeError, "Converting circular structure to JSON");
        run = run with { Indent = run.Indent + run.Gap };
        if (IsArray(container))
            WriteArray(run, container);
        else
            WriteObject(run, container);
        run.Open.Remove(container);
    }

    private void WriteArray(Run run, ObjectInstance array)
    {
        Append(run, "[");
        var length = (long)TypeConverter.ToInteger(array.Get("length"));
        for (var i = 0L; i < length; i++)
        {
            Separate(run, i == 0);
            if (!TryWrite(run, array, run.Replacer is null ? "" : TypeConverter.ToString(JsNumber.Create(i)), array.Get(JsNumber.Create(i))))
                Append(run, "null");
        }
        Close(run, length > 0, "]");
    }

    private void WriteObject(Run run, ObjectInstance container)
    {
        Append(run, "{");
        var any = false;
        foreach (var key in run.Names ?? container.GetOwnPropertyKeys(Types.String))
        {
            var name = key.ToString();
            if (container.GetOwnProperty(key) is not { Enumerable: true } property || property == PropertyDescriptor.Undefined)
                continue;
            var before = run.Text.Length;
            Separate(run, !any);
            Quote(run, name);
            Append(run, run.Gap.Length == 0 ? ":" : ": ");
            if (TryWrite(run, container, name, container.Get(key)))
                any = true;
            else
                run.Text.Length = before;
        }
        Close(run, any, "}");
    }

    private void Separate(Run run, bool first)
    {
        if (++_written % CheckEvery == 0)
            engine.Constraints.Check();
        if (!first)
            Append(run, ",");
        if (run.Gap.Length > 0)
            Append(run, "\n" + run.Indent);
    }

    private void Close(Run run, bool any, string mark)
    {
        if (any && run.Gap.Length > 0)
            Append(run, "\n" + run.Indent[..^run.Gap.Length]);
        Append(run, mark);
    }

    private void Quote(Run run, string text)
    {
        Append(run, "\"");
        JsonQuotes.Append(run.Text, text);
        Append(run, "\"");
    }

    private void Append(Run run, string text)
    {
        run.Text.Append(text);
        if (run.Text.Length > limit)
            throw new JavaScriptException(_rangeError, $"A text holds at most {limit} characters");
    }

    /// <summary>Proxies of arrays are arrays, too.</summary>
    private bool IsArray(ObjectInstance value) => value is JsArray || TypeConverter.ToBoolean(_isArray.Call(JsValue.Undefined, [value]));

    private bool IsBoxed(JsValue value) => _tag.Call(value, []).ToString() is "[object Number]" or "[object String]" or "[object Boolean]";

    private static List<JsValue>? Names(JsValue replacer)
    {
        if (replacer is not JsArray list)
            return null;
        return [.. list.Where(n => n.IsString() || n.IsNumber()).Select(n => (JsValue)new JsString(TypeConverter.ToString(n))).DistinctBy(n => n.ToString())];
    }

    private static string Gap(JsValue space) => space switch
    {
        JsNumber => new string(' ', (int)Math.Clamp(TypeConverter.ToInteger(space), 0, 10)),
        JsString => space.ToString() is var text && text.Length > 10 ? text[..10] : space.ToString(),
        _ => "",
    };

    private sealed record Run(StringBuilder Text, JsValue? Replacer, List<JsValue>? Names, string Gap)
    {
        public string Indent { get; init; } = "";

        public HashSet<ObjectInstance> Open { get; } = new(ReferenceEqualityComparer.Instance);
    }
}
