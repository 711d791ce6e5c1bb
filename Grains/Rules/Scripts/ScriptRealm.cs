using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>
/// The world a script finds: JavaScript without anything that waits, remembers or reaches outside, and frozen, so that one run leaves nothing behind for the next.
/// What the global object holds itself is put back after every run.
/// </summary>
internal static class ScriptRealm
{
    /// <summary>Globals that wait (promises, atomics), compile, count in secret, or can make more of something than a limit could stop.</summary>
    private static readonly string[] Removed =
    [
        "AsyncDisposableStack", "AsyncIterator", "Atomics", "BigInt", "BigInt64Array", "BigUint64Array", "FinalizationRegistry", "Function", "Intl", "Promise",
        "ShadowRealm", "SharedArrayBuffer", "Temporal", "WeakRef", "eval",
    ];

    /// <summary>Functions of the same kind, by the path to what holds them.</summary>
    private static readonly (string Holder, string Name)[] RemovedFunctions =
    [
        ("Array", "fromAsync"), ("ArrayBuffer.prototype", "resize"), ("ArrayBuffer.prototype", "transfer"), ("ArrayBuffer.prototype", "transferToFixedLength"),
        ("ArrayBuffer.prototype", "transferToImmutable"), ("ArrayBuffer.prototype", "sliceToImmutable"), ("Iterator.prototype", "join"), ("JSON", "rawJSON"),
        ("JSON", "isRawJSON"), ("String", "raw"), ("Symbol", "for"), ("Symbol", "keyFor"),
    ];

    /// <summary>Prototypes that no global leads to, but an expression does.</summary>
    private static readonly Prepared<Acornima.Ast.Script> Hidden = Engine.PrepareScript("""
        (() => {
            const of = Object.getPrototypeOf;
            const strict = (function () { 'use strict'; return arguments; })();
            return [
                of(() => 0).constructor, of(function* () { }), of(async () => 0), of(async function* () { }), of(1n),
                of([].values()), of(''[Symbol.iterator]()), of(new Map().values()), of(new Set().values()), of(''.matchAll(/x/g)),
                of(Iterator.from({ next() { } })), of([].values().map(x => x)), of(Uint8Array), Object.getOwnPropertyDescriptor(strict, 'callee').get,
            ];
        })()
        """);

    /// <summary>Typed arrays and buffers no longer than a text may be: they hold what they were made with.</summary>
    private static readonly Prepared<Acornima.Ast.Script> GuardBuffers = Engine.PrepareScript("""
        (limit => {
            const check = length => { if (!(length <= limit)) throw new RangeError('A buffer holds at most ' + limit + ' elements'); };
            const { construct } = Reflect, { from, isArray } = Array, { isView } = ArrayBuffer, Buffer = ArrayBuffer;
            const ask = x => {
                if (typeof x !== 'object' || x === null) { x = Math.trunc(Number(x)) || 0; check(x); return x; }
                return x instanceof Buffer || isView(x) ? x : from(x);
            };
            const guard = (type, take) => {
                const guarded = new Proxy(type, { construct(target, given, newTarget) { return construct(target, take(given), newTarget === guarded ? target : newTarget); } });
                type.prototype.constructor = guarded;
                globalThis[type.name] = guarded;
            };
            guard(Buffer, given => [ask(given[0])]);
            for (const type of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float16Array, Float32Array, Float64Array])
                guard(type, given => given.length === 0 ? given : [ask(given[0]), ...given.slice(1)]);
        })
        """);

    /// <summary>Prepares an engine for the first run; what it returns puts the global object back after each.</summary>
    public static GlobalSnapshot Seal(Engine engine, ScriptOptions options, ScriptJson json)
    {
        var roots = new Stack<JsValue>();
        roots.Push(engine.Evaluate(Hidden));
        engine.Call(engine.Evaluate(GuardBuffers), [JsNumber.Create(options.MaxTextLength)]);
        GuardedText.Install(engine, options.MaxTextLength);
        json.Install();
        foreach (var (holder, name) in RemovedFunctions)
            Find(engine, holder)?.Delete(name);
        AllowOverrides(Find(engine, "Object.prototype")!);
        foreach (var (key, property) in engine.Global.GetOwnProperties().ToArray())
            Push(roots, property);
        foreach (var name in Removed)
            engine.Global.Delete(name);
        Freeze(roots, engine.Global);
        return engine.Advanced.CaptureGlobalSnapshot();
    }

    private static ObjectInstance? Find(Engine engine, string path) =>
        path.Split('.').Aggregate<string, ObjectInstance?>(engine.Global, (holder, name) => holder?.Get(name) as ObjectInstance);

    /// <summary>
    /// An object may have a member of its own with the name of one of these. Frozen they would forbid it: assigning to an object what its prototype holds as a
    /// constant does nothing.
    /// </summary>
    private static void AllowOverrides(ObjectInstance prototype)
    {
        foreach (var (key, property) in prototype.GetOwnProperties().ToArray())
        {
            if (!property.IsDataDescriptor() || !key.IsString() || !property.Configurable)
                continue;
            var value = property.Value;
            prototype.DefineOwnProperty(key, new GetSetPropertyDescriptor(
                new Jint.Runtime.Interop.ClrFunction(prototype.Engine, "get", (_, _) => value),
                new Jint.Runtime.Interop.ClrFunction(prototype.Engine, "set", (self, given) =>
                {
                    if (self is ObjectInstance target && !ReferenceEquals(target, prototype))
                        target.DefineOwnProperty(key, new PropertyDescriptor(given.Length > 0 ? given[0] : JsValue.Undefined, true, true, true));
                    return JsValue.Undefined;
                }),
                enumerable: false,
                configurable: false));
        }
    }

    private static void Freeze(Stack<JsValue> roots, ObjectInstance global)
    {
        var seen = new HashSet<ObjectInstance>(ReferenceEqualityComparer.Instance) { global };
        while (roots.TryPop(out var value))
        {
            if (value is not ObjectInstance target || !seen.Add(target))
                continue;
            foreach (var key in target.GetOwnPropertyKeys(Types.String | Types.Symbol))
            {
                var property = target.GetOwnProperty(key);
                Push(roots, property);
                if (property.IsDataDescriptor() ? property.Configurable || property.Writable : property.Configurable)
                    target.DefineOwnProperty(key, Constant(property));
            }
            target.PreventExtensions();
            if (target.Prototype is { } prototype)
                roots.Push(prototype);
        }
    }

    private static PropertyDescriptor Constant(PropertyDescriptor property) => property.IsDataDescriptor()
        ? new PropertyDescriptor(property.Value, false, property.Enumerable, false)
        : new GetSetPropertyDescriptor(property.Get ?? JsValue.Undefined, property.Set ?? JsValue.Undefined, property.Enumerable, false);

    private static void Push(Stack<JsValue> roots, PropertyDescriptor property)
    {
        if (property.IsDataDescriptor())
        {
            roots.Push(property.Value);
            return;
        }
        roots.Push(property.Get ?? JsValue.Undefined);
        roots.Push(property.Set ?? JsValue.Undefined);
    }
}
