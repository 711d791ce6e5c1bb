using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Tests.Rules.Scripts;

/// <summary>The calling convention of ThingsBoard's scripts.</summary>
public sealed class ScriptTests
{
    private static readonly ScriptOptions Options = new();

    private readonly ScriptEngine _engine = new(Options);

    [Theory]
    [InlineData("return msg.temperature > 20;", true)]
    [InlineData("return msg.temperature > 20 && msgType === 'POST_ATTRIBUTES_REQUEST';", false)]
    [InlineData("return metadata.deviceType === 'thermostat';", true)]
    public void filter_sees_message_metadata_and_type(string source, bool verdict)
    {
        var result = Run(source, ScriptKind.Filter);
        Assert.Null(result.Error);
        Assert.Equal(verdict, result.Verdict);
    }

    [Fact]
    public void switch_names_one_relation_or_several()
    {
        Assert.Equal(["hot"], Run("return msg.temperature > 40 ? 'hot' : 'cold';", ScriptKind.Switch).Relations);
        Assert.Equal(["a", "b"], Run("return ['a', 'b', 'a'];", ScriptKind.Switch).Relations);
        Assert.Equal(ScriptEnd.WrongResult, Run("return 1;", ScriptKind.Switch).End);
        Assert.Equal("The script must return the name of a relation or an array of names, not [1]", Run("return [1];", ScriptKind.Switch).Error);
    }

    [Fact]
    public void transformation_returns_message_metadata_and_type()
    {
        var made = Assert.Single(Run("msg.f = msg.temperature * 2; metadata.n = 1; metadata.o = {a: [1]}; return {msg: msg, metadata: metadata, msgType: 'X'};", ScriptKind.Transform).Messages);
        Assert.Equal("""{"temperature":42.5,"humidity":73,"f":85}""", made.Text());
        Assert.Equal(("thermostat", "1", """{"a":[1]}"""), (made.Metadata["deviceType"], made.Metadata["n"], made.Metadata["o"]));
        Assert.Equal("X", made.Type);
        Assert.Same(Messages.Device, made.Originator);
    }

    [Fact]
    public void what_a_transformation_leaves_out_stays()
    {
        var made = Assert.Single(Run("return {};", ScriptKind.Transform).Messages);
        Assert.Equal(("""{"temperature":42.5,"humidity":73}""", "thermostat", MessageTypes.PostTelemetry), (made.Text(), made.Metadata["deviceType"], made.Type));
        Assert.Equal("null", Assert.Single(Run("return {msg: null};", ScriptKind.Transform).Messages).Text());
    }

    [Fact]
    public void transformation_makes_several_messages_of_one() =>
        Assert.Equal(["""{"n":0}""", """{"n":1}"""], Run("return [0, 1].map(function (n) { return {msg: {n: n}}; });", ScriptKind.Transform).Messages.Select(m => m.Text()));

    [Theory]
    [InlineData("return 'text';", "\"text\"")]
    [InlineData("return {msg: new Date(0)};", "{\"msg\":\"1970-01-01T00:00:00.000Z\"}")]
    [InlineData("return {a: undefined, b: function () {}, c: [undefined, NaN, new Number(3), new String('s')], d: '\\ud800\"\\n'};", """{"c":[null,null,3,"s"],"d":"\ud800\"\n"}""")]
    [InlineData("return new Proxy([1, 2], {});", "[1,2]")]
    [InlineData("return;", "null")]
    public void any_value_becomes_json_as_stringify_has_it(string source, string json) => Assert.Equal(json, Run(source, ScriptKind.Json).Text);

    [Theory]
    [InlineData("JSON.stringify({a: [1, {b: 2}], c: {}}, null, 2)", "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": {}\n}")]
    [InlineData("JSON.stringify({a: 1, b: {a: 2, c: 3}}, ['b', 'a'])", """{"b":{"a":2},"a":1}""")]
    [InlineData("JSON.stringify({a: 1, b: 'x'}, function (k, v) { return typeof v === 'number' ? v + 1 : v; })", """{"a":2,"b":"x"}""")]
    [InlineData("JSON.stringify({toJSON: function () { return [this === arguments[0], 1]; }})", "[false,1]")]
    [InlineData("String(JSON.stringify(undefined))", "undefined")]
    [InlineData("'a-b-c'.replace(/(\\w)-(\\w)/, '$2$1$$')", "ba$-c")]
    [InlineData("'aXbX'.replaceAll('X', '<$&>')", "a<X>b<X>")]
    [InlineData("'abc'.replace(/(?<first>a)/, '[$<first>]')", "[a]bc")]
    [InlineData("'1,2;3'.split(/[,;]/).join('+')", "1+2+3")]
    [InlineData("String([1, [2, [null, undefined]], {}])", "1,2,,,[object Object]")]
    [InlineData("'7'.padStart(3, '0') + 'ab'.repeat(2) + 'x'.concat(1, 'y')", "007ababx1y")]
    [InlineData("`a${1 + 1}b${`c${msg.humidity}`}\\n`", "a2bc73\n")]
    [InlineData("new Uint8Array([1, 2, 300]).join()", "1,2,44")]
    [InlineData("new DataView(new ArrayBuffer(4)).byteLength + ',' + new Float32Array(new Uint8Array([0, 0, 128, 63]).buffer)[0]", "4,1")]
    [InlineData("new Uint8Array(3) instanceof Uint8Array", "true")]
    public void language_works_where_it_is_guarded(string expression, string text) => Assert.Equal(text, Run($"return {expression};", ScriptKind.Text).Text);

    [Theory]
    [InlineData("return msg.a.b;", "TypeError: Cannot read properties of undefined (reading 'b') (line 1)")]
    [InlineData("var a = 1;\n\nthrow new Error('no ' + a);", "Error: no 1 (line 3)")]
    [InlineData("throw {code: 7};", "The script threw {\"code\":7} (line 1)")]
    [InlineData("return `\n\n${msg.a.b}`;", "TypeError: Cannot read properties of undefined (reading 'b') (line 3)")]
    [InlineData("class Mine extends Error { get message() { return 'never run'; } }\nthrow new Mine();", null)]
    public void error_of_a_script_says_what_and_where(string source, string? error)
    {
        var result = Run(source, ScriptKind.Json);
        Assert.Equal(ScriptEnd.Threw, result.End);
        if (error is not null)
            Assert.Equal(error, result.Error);
    }

    [Theory]
    [InlineData("return 1", null)]
    [InlineData("", "the script is empty")]
    [InlineData("return {;", "line 1")]
    [InlineData("var a;\nreturn a b;", "line 2")]
    [InlineData("return 1; }); (function () {", "brace")]
    [InlineData("return async function () {}", "asynchronous")]
    [InlineData("return 2n ** 9n", "BigInt")]
    [InlineData("return import('fs')", "imported")]
    public void what_cannot_run_is_refused_before_it_runs(string source, string? problem)
    {
        var script = RuleScript.TryParse(source, ScriptKind.Json, Options, out var found);
        Assert.Equal(problem is null, script is not null);
        Assert.Contains(problem ?? "", found, StringComparison.Ordinal);
    }

    [Fact]
    public void sloppy_scripts_run_as_they_do_elsewhere() =>
        Assert.Equal("""{"t":42.5,"s":"own"}""", Run("t = msg.temperature; var o = {}; o.toString = function () { return 'own'; }; return {t: t, s: '' + o};", ScriptKind.Json).Text);

    private ScriptResult Run(string source, ScriptKind kind)
    {
        var script = RuleScript.TryParse(source, kind, Options, out var problem);
        Assert.True(script is not null, problem);
        return _engine.Run(script, Messages.Of(metadata: ("deviceType", "thermostat")));
    }
}
