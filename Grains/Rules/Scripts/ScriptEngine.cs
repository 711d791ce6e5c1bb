using System.Text;
using Jint;
using Jint.Constraints;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>One JavaScript engine: runs one script at a time, and after each run is as it was before.</summary>
internal sealed class ScriptEngine
{
    /// <summary>As deep as a body may be (specification 2.1).</summary>
    private const int MaxParseDepth = 256;

    private readonly OperationDeadlineConstraint _haste = new();
    private readonly Engine _engine;
    private readonly GlobalSnapshot _clean;
    private readonly JsonParser _parser;
    private readonly ScriptJson _json;
    private readonly ScriptFaults _faults;
    private readonly ClrFunction _step;
    private RuleScript _script = null!;
    private RuleMessage _message = null!;
    private ScriptResult? _result;

    public ScriptEngine(ScriptOptions options)
    {
        _engine = new Engine(Limits(options).Constraint(_haste));
        _json = new(_engine, options.MaxTextLength);
        _clean = ScriptRealm.Seal(_engine, options, _json);
        _parser = new(_engine);
        _faults = new(options, _json);
        _step = new(_engine, "run", (_, _) => Step());
    }

    /// <summary>Runs so far; an engine is replaced after a number of them, so that whatever it hoards goes with it.</summary>
    public int Runs { get; private set; }

    internal Engine Inner => _engine;

    /// <summary>As the other, in less time than the limit.</summary>
    public ScriptResult Run(RuleScript script, RuleMessage message, TimeSpan timeLeft)
    {
        _haste.Begin(timeLeft, CancellationToken.None);
        try
        {
            return Run(script, message);
        }
        finally
        {
            _haste.End();
        }
    }

    /// <summary>Everything that runs code of the script, reading its result included, happens inside one call that the limits watch.</summary>
    public ScriptResult Run(RuleScript script, RuleMessage message)
    {
        (_script, _message, _result) = (script, message, null);
        Runs++;
        try
        {
            _engine.Call(_step, []);
            return _result!;
        }
        catch (Exception exception) when (_faults.Limit(exception) is { } fault)
        {
            return new(ScriptEnd.LimitExceeded, fault);
        }
        finally
        {
            _engine.Advanced.RestoreGlobalSnapshot(_clean);
        }
    }

    private static Options Limits(ScriptOptions limits)
    {
        var options = new Options { TimeZone = TimeZoneInfo.Utc };
        options.LimitRecursion(limits.MaxRecursion)
            .LimitMemory(limits.MaxMemory)
            .MaxStatements(limits.MaxStatements)
            .TimeoutInterval(TimeSpan.FromMilliseconds(limits.TimeLimit))
            .DisableStringCompilation();
        options.Json.MaxParseDepth = MaxParseDepth;
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = (uint)limits.MaxArrayLength;
        options.Constraints.RegexTimeout = TimeSpan.FromMilliseconds(limits.RegexTimeLimit);
        return options;
    }

    private JsValue Step()
    {
        try
        {
            var function = _engine.Evaluate(_script.Code);
            _result = Take(function.Call(JsValue.Undefined, [_parser.Parse(_message.Data), Metadata(), new JsString(_message.Type)]));
        }
        catch (JavaScriptException exception)
        {
            _result = new(ScriptEnd.Threw, _faults.Describe(exception));
        }
        return JsValue.Undefined;
    }

    private JsObject Metadata()
    {
        var metadata = new JsObject(_engine);
        foreach (var (name, text) in _message.Metadata)
            metadata.FastSetDataProperty(name, new JsString(text));
        return metadata;
    }

    private ScriptResult Take(JsValue value) => _script.Kind switch
    {
        ScriptKind.Filter => value.IsBoolean() ? new(ScriptEnd.Done) { Verdict = value.AsBoolean() } : Wrong("must return true or false", value),
        ScriptKind.Switch => Relations(value),
        ScriptKind.Transform => Messages(value),
        ScriptKind.Json => new(ScriptEnd.Done) { Text = _json.Write(value) ?? "null" },
        _ => new(ScriptEnd.Done) { Text = value is ObjectInstance ? _json.Write(value) ?? "" : TypeConverter.ToString(value) },
    };

    private ScriptResult Relations(JsValue value)
    {
        if (value.IsString())
            return new(ScriptEnd.Done) { Relations = [value.ToString()] };
        if (value is not JsArray names || names.Any(name => !name.IsString()))
            return Wrong("must return the name of a relation or an array of names", value);
        return new(ScriptEnd.Done) { Relations = [.. names.Select(name => name.ToString()).Distinct(StringComparer.Ordinal)] };
    }

    private ScriptResult Messages(JsValue value)
    {
        if (value is not JsArray several)
            return value is ObjectInstance one && !one.IsCallable() ? new(ScriptEnd.Done) { Messages = [Message(one)] } : WrongMessage(value);
        if (several.Any(element => element is not ObjectInstance || element.IsCallable()))
            return WrongMessage(value);
        return new(ScriptEnd.Done) { Messages = [.. several.Select(element => Message((ObjectInstance)element))] };
    }

    private RuleMessage Message(ObjectInstance made)
    {
        var (data, metadata, type) = (made.Get("msg"), made.Get("metadata"), made.Get("msgType"));
        return _message with
        {
            Type = type.IsUndefined() || type.IsNull() ? _message.Type : TypeConverter.ToString(type),
            Data = _json.Write(data) is { } json ? Encoding.UTF8.GetBytes(json) : _message.Data,
            Metadata = metadata is ObjectInstance texts ? Texts(texts) : _message.Metadata,
        };
    }

    private Dictionary<string, string> Texts(ObjectInstance metadata)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in metadata.GetOwnPropertyKeys(Types.String))
        {
            var value = metadata.Get(key);
            if (!value.IsUndefined() && !value.IsNull())
                texts[key.ToString()] = value is ObjectInstance ? _json.Write(value) ?? "" : TypeConverter.ToString(value);
        }
        return texts;
    }

    private ScriptResult WrongMessage(JsValue value) => Wrong("must return an object with msg, metadata and msgType, or an array of such objects", value);

    private ScriptResult Wrong(string rule, JsValue value) => new(ScriptEnd.WrongResult, $"The script {rule}, not {_faults.Show(value)}");
}
