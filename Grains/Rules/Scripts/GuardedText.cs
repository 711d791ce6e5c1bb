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
/// Built-in functions that make a long text of short ones in a single step, where no limit of the engine looks: they refuse to make one longer than a limit.
/// </summary>
internal sealed class GuardedText
{
    private const int CheckEvery = 128;

    private readonly Engine _engine;
    private readonly int _limit;
    private readonly ErrorConstructor _rangeError;
    private readonly HashSet<ObjectInstance> _joining = new(ReferenceEqualityComparer.Instance);
    private int _joined;

    private GuardedText(Engine engine, int limit) => (_engine, _limit, _rangeError) = (engine, limit, (ErrorConstructor)engine.Global.Get("RangeError"));

    public static void Install(Engine engine, int limit)
    {
        var guard = new GuardedText(engine, limit);
        var text = Prototype(engine, "String");
        guard.Replace(text, "repeat", guard.Repeat);
        guard.Replace(text, "padStart", guard.Pad);
        guard.Replace(text, "padEnd", guard.Pad);
        guard.Replace(text, "concat", guard.Concat);
        guard.Replace(text, "replace", guard.ReplaceText);
        guard.Replace(text, "replaceAll", guard.ReplaceText);
        guard.Replace(Prototype(engine, "RegExp"), engine.Evaluate("Symbol.replace"), guard.ReplaceMatches);
        guard.Replace(Prototype(engine, "Array"), "join", (_, self, given) => guard.Join(self, given, localized: false));
        guard.Replace(Prototype(engine, "Array"), "toLocaleString", (_, self, given) => guard.Join(self, [], localized: true));
        var typed = (ObjectInstance)Prototype(engine, "Uint8Array").Prototype!;
        guard.Replace(typed, "join", (_, self, given) => guard.Join(self, given, localized: false));
    }

    private static ObjectInstance Prototype(Engine engine, string type) => (ObjectInstance)((ObjectInstance)engine.Global.Get(type)).Get("prototype");

    private void Replace(ObjectInstance holder, JsValue name, Func<JsValue, JsValue, JsValue[], JsValue> guarded)
    {
        var native = holder.Get(name);
        var length = (int)TypeConverter.ToInteger(native.Get("length"));
        var function = new ClrFunction(_engine, name.IsString() ? name.ToString() : "[Symbol.replace]", (self, given) => guarded(native, self, given), length, PropertyFlag.Configurable);
        holder.DefineOwnProperty(name, new PropertyDescriptor(function, true, false, true));
    }

    private JsValue Repeat(JsValue native, JsValue self, JsValue[] given)
    {
        var text = TextOf(self);
        var count = TypeConverter.ToInteger(At(given, 0));
        Check(text.Length * Math.Max(0, count));
        return native.Call(new JsString(text), [JsNumber.Create(count)]);
    }

    private JsValue Pad(JsValue native, JsValue self, JsValue[] given)
    {
        var length = TypeConverter.ToInteger(At(given, 0));
        Check(length);
        return native.Call(self, [JsNumber.Create(length), .. given.Skip(1)]);
    }

    private JsValue Concat(JsValue native, JsValue self, JsValue[] given)
    {
        var text = new StringBuilder(TextOf(self));
        foreach (var part in given)
            Append(text, TypeConverter.ToString(part));
        return new JsString(text.ToString());
    }

    /// <summary>Where the pattern is a regular expression, its own function is asked, which is guarded too.</summary>
    private JsValue ReplaceText(JsValue native, JsValue self, JsValue[] given) =>
        At(given, 0) is ObjectInstance pattern && !pattern.Get(_engine.Evaluate("Symbol.replace")).IsUndefined()
            ? native.Call(self, given)
            : native.Call(new JsString(TextOf(self)), [At(given, 0), Bounded(TextOf(self), At(given, 1))]);

    private JsValue ReplaceMatches(JsValue native, JsValue self, JsValue[] given)
    {
        var text = TypeConverter.ToString(At(given, 0));
        return native.Call(self, [new JsString(text), Bounded(text, At(given, 1))]);
    }

    /// <summary>A replacement that cannot make the text longer than allowed: the same one where that is plain to see, else one that counts.</summary>
    private JsValue Bounded(string text, JsValue replacement)
    {
        var made = 0L;
        if (replacement.IsCallable())
        {
            return new ClrFunction(_engine, "replacement", (self, match) =>
            {
                var part = TypeConverter.ToString(replacement.Call(self, match));
                Check(made += part.Length);
                return new JsString(part);
            });
        }
        var template = TypeConverter.ToString(replacement);
        var longest = template.Length + ((double)template.AsSpan().Count('$') * text.Length);
        if ((text.Length + 1) * longest <= _limit)
            return new JsString(template);
        return new ClrFunction(_engine, "replacement", (_, match) =>
        {
            var part = Substitution.Expand(template, match, _limit);
            Check(made += part?.Length ?? _limit + 1);
            return new JsString(part!);
        });
    }

    private JsValue Join(JsValue self, JsValue[] given, bool localized)
    {
        var list = ObjectOf(self);
        var length = Math.Max(0, TypeConverter.ToInteger(list.Get("length")));
        var separator = At(given, 0).IsUndefined() ? "," : TypeConverter.ToString(given[0]);
        Check(separator.Length * Math.Max(0, length - 1));
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fault("Maximum call stack size exceeded");
        if (!_joining.Add(list))
            return JsString.Empty;
        try
        {
            var text = new StringBuilder();
            for (var i = 0L; i < length; i++)
            {
                if (++_joined % CheckEvery == 0)
                    _engine.Constraints.Check();
                if (i > 0)
                    Append(text, separator);
                var element = list.Get(JsNumber.Create(i));
                if (!element.IsNull() && !element.IsUndefined())
                    Append(text, TypeConverter.ToString(localized ? ObjectOf(element).Get("toLocaleString").Call(element, []) : element));
            }
            return new JsString(text.ToString());
        }
        finally
        {
            _joining.Remove(list);
        }
    }

    private void Append(StringBuilder text, string part)
    {
        Check((double)text.Length + part.Length);
        text.Append(part);
    }

    private void Check(double length)
    {
        if (length > _limit)
            throw Fault($"A text holds at most {_limit} characters");
    }

    private JavaScriptException Fault(string message) => new(_rangeError, message);

    private string TextOf(JsValue self) =>
        self.IsNull() || self.IsUndefined() ? throw new JavaScriptException(_engine.Intrinsics.TypeError, "A text function was called on nothing") : TypeConverter.ToString(self);

    private ObjectInstance ObjectOf(JsValue value) => value as ObjectInstance ?? (ObjectInstance)_engine.Intrinsics.Object.Call(JsValue.Undefined, [value]);

    private static JsValue At(JsValue[] given, int index) => index < given.Length ? given[index] : JsValue.Undefined;
}
