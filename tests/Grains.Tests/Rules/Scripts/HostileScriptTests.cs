using System.Reflection;
using Jint.Native.Object;
using OrleansIot.Grains.Rules.Scripts;

namespace OrleansIot.Grains.Tests.Rules.Scripts;

/// <summary>Scripts that would take the silo down, or read what was another's.</summary>
public sealed class HostileScriptTests
{
    private const long MaxAllocated = 192L << 20;

    private static readonly ScriptOptions Options = new();

    /// <summary>Intrinsics that no expression leads to: their globals are gone, and what makes them is no syntax of ours.</summary>
    private static readonly HashSet<string> Unreachable =
    [
        "AsyncIteratorHelperPrototype", "WrapForValidAsyncIteratorPrototype", "AsyncFromSyncIteratorPrototype",
    ];

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;);")]
    [InlineData("while (true) { try { while (true) { } } catch (e) { } }")]
    [InlineData("while (true) { try { return 1; } finally { continue; } }")]
    [InlineData("var s = 'x'; while (true) s += s;")]
    [InlineData("var a = []; while (true) a.push({ a: [1, 2, 3] });")]
    [InlineData("return new Array(1e9).fill(0);")]
    [InlineData("var a = []; a.length = 4294967295; return a.join('x');")]
    [InlineData("return Array.prototype.join.call({ length: 1e9 }, 'xxxxxx');")]
    [InlineData("Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, function () { });")]
    [InlineData("return Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);")]
    [InlineData("return Array.from({ length: 1e9 });")]
    [InlineData("return Math.max(...(function* () { while (true) yield 1; })());")]
    [InlineData("return 'x'.repeat(2 ** 28).length;")]
    [InlineData("return 'x'.padEnd(2 ** 28, 'abc').length;")]
    [InlineData("return new Array(60000).join('x'.repeat(99999)).length;")]
    [InlineData("return new Array(60000).fill('x'.repeat(99999)).join('').length;")]
    [InlineData("return new Array(60000).fill('x'.repeat(99999)).toLocaleString().length;")]
    [InlineData("return ''.concat.apply('', new Array(60000).fill('x'.repeat(99999))).length;")]
    [InlineData("var s = 'x'.repeat(99999); return s.replace(/x/g, s).length;")]
    [InlineData("var s = 'x'.repeat(99999); return s.replaceAll('x', s).length;")]
    [InlineData("var s = 'x'.repeat(99999); return s.replace(/x/g, \"$'$'$'$'\").length;")]
    [InlineData("var s = 'x'.repeat(99999); return s.replace(/x/g, s.toString.bind(s)).length;")]
    [InlineData("var s = 'x'.repeat(99999); return RegExp.prototype[Symbol.replace].call(/x/g, s, s).length;")]
    [InlineData("var s = 'x'.repeat(1e6); return `${`${`${s}${s}${s}${s}`}${s}`}${s}`.length;")]
    [InlineData("return new Uint8Array(1e6).join('x'.repeat(1e6)).length;")]
    [InlineData("var a = [1]; for (var i = 0; i < 40; i++) a = [a, a]; return JSON.stringify(a);")]
    [InlineData("var a = [1]; for (var i = 0; i < 40; i++) a = [a, a]; return a;")]
    [InlineData("var a = [1]; for (var i = 0; i < 40; i++) a = { l: a, r: a }; return a;")]
    [InlineData("var a = []; for (var i = 0; i < 40; i++) a = [a, a]; return String(a).length;")]
    [InlineData("var s = 'x'.repeat(1e6); return new Array(60000).fill(s);")]
    [InlineData("var a = {}; a.a = a; return a;")]
    [InlineData("var r = {}, a = r; for (var i = 0; i < 50000; i++) a = a.a = {}; return r;")]
    [InlineData("var a = []; for (var i = 0; i < 50000; i++) a = [a]; return String(a);")]
    [InlineData("return JSON.parse('['.repeat(1e6));")]
    [InlineData("function f() { return f() + 1; } return f();")]
    [InlineData("function F() { new F(); } new F();")]
    [InlineData("var o = { get a() { return this.b; }, get b() { return this.a; } }; return o.a;")]
    [InlineData("var o = { toString() { return '' + this; } }; return '' + o;")]
    [InlineData("return new Proxy({}, { get(t, k, r) { return r[k]; } }).x;")]
    [InlineData("return { get msg() { while (true); } };")]
    [InlineData("return new Proxy({}, { ownKeys() { while (true); } });")]
    [InlineData("return { toJSON() { while (true); } };")]
    [InlineData("return { toJSON() { return this; }, a: { toJSON() { return { a: this }; } } };")]
    [InlineData("var e = new Error(); Object.defineProperty(e, 'message', { get() { while (true); } }); throw e;")]
    [InlineData("throw new Proxy(new Error(), { get() { while (true); }, getOwnPropertyDescriptor() { while (true); }, getPrototypeOf() { while (true); } });")]
    [InlineData("throw { get message() { while (true); } };")]
    [InlineData("return /^(a+)+$/.test('a'.repeat(40) + 'b');")]
    [InlineData("return 'a'.repeat(50000).match(/(.*)*b/);")]
    [InlineData("return /(a*)*\\1b/.test('a'.repeat(40));")]
    [InlineData("while (true) { try { /^(a+)+$/.test('a'.repeat(40) + 'b'); } catch (e) { } }")]
    [InlineData("return new ArrayBuffer(2 ** 30).byteLength;")]
    [InlineData("return new ArrayBuffer(1).constructor(2 ** 30);")]
    [InlineData("return new (new ArrayBuffer(1).constructor)(2 ** 30).byteLength;")]
    [InlineData("return new Float64Array(2 ** 27).length;")]
    [InlineData("return Float64Array.from({ length: 2 ** 27 }).length;")]
    [InlineData("if (new Float64Array({ n: 0, get length() { return this.n++ ? 2 ** 27 : 1; } }).length === 1) throw 'bounded';")]
    [InlineData("if (new Float64Array({ valueOf() { return 2 ** 27; } }).length === 0) throw 'bounded';")]
    [InlineData("return new (Object.getPrototypeOf(Int8Array).from.bind(Float64Array, { length: 2 ** 27 }))();")]
    [InlineData("class A extends Float64Array { constructor() { super(2 ** 27); } } return new A().length;")]
    [InlineData("return Reflect.construct(ArrayBuffer, [2 ** 30]).byteLength;")]
    [InlineData("var m = new Map(); for (var i = 0; ; i++) m.set(i, i);")]
    [InlineData("for (var i = 0, o = {}; ; i++) o['k' + i] = i;")]
    [InlineData("return Iterator.from({ next() { return { done: false }; } }).toArray();")]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);")]
    [InlineData("return eval('1');")]
    [InlineData("return new Function('return 1')();")]
    [InlineData("return (function () { }).constructor('return 1')();")]
    [InlineData("return (function* () { }).constructor('yield 1')();")]
    [InlineData("return BigInt(2) ** BigInt(1e9);")]
    [InlineData("return Object(1).__proto__.constructor.BigInt(1);")]
    [InlineData("new Promise(function () { });")]
    [InlineData("return System.IO.File.ReadAllText('/etc/passwd');")]
    [InlineData("return importNamespace('System');")]
    [InlineData("return require('fs');")]
    [InlineData("return process.exit(1);")]
    [InlineData("return msg.GetType().Assembly;")]
    [InlineData("return ({}).constructor.constructor('return this')().System;")]
    public void hostile_script_ends_soon_with_a_readable_error_and_harms_no_other(string source)
    {
        var engine = new ScriptEngine(Options);
        var script = Parse(source, ScriptKind.Json);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var result = engine.Run(script, Messages.Of());

        Assert.True(result.End is ScriptEnd.Threw or ScriptEnd.LimitExceeded, $"{result.End}: {result.Text}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        Assert.False(string.IsNullOrWhiteSpace(result.Error));
        foreach (var ours in new[] { "Jint", "System.", "OrleansIot", "Exception", "   at " })
            Assert.DoesNotContain(ours, result.Error, StringComparison.Ordinal);
        if (result.End == ScriptEnd.Threw)
            Assert.Equal("2", engine.Run(Parse("return 1 + 1;", ScriptKind.Json), Messages.Of()).Text);
    }

    [Theory]
    [InlineData("Object.prototype.leak = 1;", "typeof ({}).leak + typeof leak")]
    [InlineData("Array.prototype.map = null;", "[1].map(function (x) { return typeof x; })[0] === 'number' ? 'undefinedundefined' : 'tampered'")]
    [InlineData("String.prototype.leak = 1; Object.leak = 1;", "typeof ''.leak + typeof Object.leak")]
    [InlineData("leak = 1; globalThis.leak2 = 2; this.leak3 = 3;", "typeof leak + typeof leak2 + typeof leak3 === 'undefinedundefinedundefined' ? 'undefinedundefined' : 'leaked'")]
    [InlineData("Object.defineProperty(globalThis, 'leak', { value: 1, configurable: false });", "typeof leak + typeof globalThis.leak")]
    [InlineData("Object.setPrototypeOf(globalThis, { leak: 1 });", "typeof leak + typeof globalThis.leak")]
    [InlineData("JSON.parse = function () { return 1; }; JSON = null;", "JSON.parse('[1]').length === 1 ? 'undefinedundefined' : 'tampered'")]
    [InlineData("Math = null; Object = null; Array = null;", "Math.max(1, 2) === 2 && Object.keys({}) && Array.isArray([]) ? 'undefinedundefined' : 'tampered'")]
    [InlineData("Object.freeze(globalThis);", "(function () { fresh = 1; return typeof fresh; })() === 'number' ? 'undefinedundefined' : 'frozen'")]
    [InlineData("arguments.callee.leak = 1;", "typeof arguments.callee.leak + typeof arguments.leak")]
    [InlineData("Object.getPrototypeOf(function* () { }).leak = 1; Object.getPrototypeOf([].values()).leak = 1;", "typeof Object.getPrototypeOf(function* () { }).leak + typeof Object.getPrototypeOf([].values()).leak")]
    [InlineData("Object.getPrototypeOf(Int8Array).leak = 1; Object.getPrototypeOf(Int8Array).prototype.leak = 1;", "typeof Int8Array.leak + typeof new Int8Array(1).leak")]
    [InlineData("/(secret)/.test('a secret');", "RegExp.$1 ? 'leaked' : 'undefinedundefined'")]
    [InlineData("msg.leak = 1; metadata.leak = 1;", "typeof msg.leak + typeof metadata.leak")]
    [InlineData("class Base { constructor(o) { return o; } } class Stamp extends Base { #x = 1; } new Stamp(Math); globalThis.Stamp = Stamp;", "typeof Stamp + typeof Base")]
    public void nothing_of_one_run_is_there_in_the_next(string tamper, string probe)
    {
        var engine = new ScriptEngine(Options);
        engine.Run(Parse(tamper + " return true;", ScriptKind.Json), Messages.Of());
        Assert.Equal("undefinedundefined", engine.Run(Parse($"return {probe};", ScriptKind.Text), Messages.Of()).Text);
    }

    [Fact]
    public void whatever_a_script_can_reach_and_outlives_it_is_frozen()
    {
        var engine = new ScriptEngine(Options).Inner;
        var intrinsics = engine.Intrinsics;
        var loose = new List<string>();
        foreach (var property in intrinsics.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (property.GetValue(intrinsics) is not ObjectInstance intrinsic || Unreachable.Contains(property.Name))
                continue;
            if (!IsFrozen(intrinsic) || (intrinsic.Get("prototype") is ObjectInstance prototype && !IsFrozen(prototype)))
                loose.Add(property.Name);
        }
        Assert.Empty(loose);
    }

    [Fact]
    public void engine_leaves_no_way_to_the_intrinsics_that_are_not_frozen() =>
        Assert.Equal("undefined,undefined,undefined", new ScriptEngine(Options).Run(Parse("return [typeof AsyncIterator, typeof Promise, typeof Array.fromAsync].join();", ScriptKind.Text), Messages.Of()).Text);

    [Fact]
    public async Task script_that_keeps_breaking_limits_rests_while_others_run()
    {
        var time = new Fakes.WatchedTime();
        var pool = new ScriptPool(Microsoft.Extensions.Options.Options.Create(new ScriptOptions { MaxParallel = 1, MaxStatements = 1_000, SuspendFor = 60 }), time);
        var (endless, good) = (Parse("while (true);", ScriptKind.Json), Parse("return 1;", ScriptKind.Json));
        for (var i = 0; i < 3; i++)
            Assert.Equal(ScriptEnd.LimitExceeded, (await pool.RunAsync(endless, Messages.Of())).End);
        Assert.Equal(ScriptEnd.Suspended, (await pool.RunAsync(endless, Messages.Of())).End);
        Assert.Equal(ScriptEnd.Done, (await pool.RunAsync(good, Messages.Of())).End);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(ScriptEnd.LimitExceeded, (await pool.RunAsync(endless, Messages.Of())).End);
    }

    [Fact]
    public async Task runs_that_find_too_many_waiting_fail_at_once()
    {
        var pool = new ScriptPool(Microsoft.Extensions.Options.Options.Create(new ScriptOptions { MaxParallel = 1, MaxWaiting = 2, MaxStatements = 3_000_000 }), TimeProvider.System);
        var slow = Parse("for (var i = 0; i < 200000; i++); return 1;", ScriptKind.Json);
        var ends = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () => (await pool.RunAsync(slow, Messages.Of())).End)));
        Assert.All(ends, end => Assert.True(end is ScriptEnd.Done or ScriptEnd.Busy));
        Assert.Contains(ScriptEnd.Done, ends);
    }

    private static bool IsFrozen(ObjectInstance value) =>
        !value.Extensible && value.GetOwnProperties().All(p => !p.Value.Configurable && (p.Value.IsAccessorDescriptor() || !p.Value.Writable));

    private static RuleScript Parse(string source, ScriptKind kind)
    {
        var script = RuleScript.TryParse(source, kind, Options, out var problem);
        Assert.True(script is not null, problem);
        return script;
    }
}
