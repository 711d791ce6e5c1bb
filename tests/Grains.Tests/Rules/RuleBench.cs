using Microsoft.Extensions.Logging.Abstractions;
using OrleansIot.Grains.Rules;
using OrleansIot.Grains.Rules.Http;
using OrleansIot.Grains.Rules.Outbox;
using OrleansIot.Grains.Rules.Scripts;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>A rule engine without a silo around it.</summary>
internal sealed class RuleBench
{
    public RuleBench(RuleOptions? options = null, TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Options = options ?? new() { DebugEvents = 10_000 };
        // None of these tests is about time, and a machine may be busy.
        var scripts = Microsoft.Extensions.Options.Options.Create(new ScriptOptions { TimeLimit = 60_000 });
        var rules = Microsoft.Extensions.Options.Options.Create(Options);
        Http = new(Microsoft.Extensions.Options.Options.Create(HttpOptions), Time);
        Services = new(new ScriptPool(scripts, Time), scripts, null!, Store, Replies, Http, NullLoggerFactory.Instance, Time);
        Compiler = new(Services);
        Catalog = new(Store, Compiler, Time);
        Debug = new(rules, new Silo(), Time);
        Engine = new(Catalog, Debug, rules, Time, NullLogger<RuleEngine>.Instance);
        Acks = new(Store, Time, NullLogger<OutboxAcks>.Instance);
        Outbox = new(Store, Acks, Engine, rules, Time, NullLogger<OutboxContext>.Instance);
    }

    public static RuleHttpOptions HttpOptions { get; } = new() { AllowedTargets = "127.0.0.0/8", MaxAnswer = 4_096, Timeout = 2_000 };

    public TimeProvider Time { get; }

    public RuleOptions Options { get; }

    public MemoryRules Store { get; } = new();

    public RuleReplies Replies { get; } = new();

    public RuleHttpClient Http { get; }

    public RuleServices Services { get; }

    public RuleChainCompiler Compiler { get; }

    public RuleCatalog Catalog { get; }

    public RuleDebugStream Debug { get; }

    public RuleEngine Engine { get; }

    public OutboxAcks Acks { get; }

    public OutboxContext Outbox { get; }

    /// <summary>Runs a message through the chain, which must be one that can be saved.</summary>
    public async Task RunAsync(ChainBuilder chain, RuleMessage message)
    {
        var record = chain.Build();
        Assert.Null(Compiler.Check(record.Metadata));
        Store.Put(record);
        await Engine.RunAsync(Compiler.Compile(record), message);
    }

    /// <summary>How messages left a node, the oldest first.</summary>
    public IEnumerable<RuleDebugEvent> Out(Guid node) => Debug.Read(node).Reverse().Where(e => !e.IsInput);

    public IEnumerable<RuleDebugEvent> In(Guid node) => Debug.Read(node).Reverse().Where(e => e.IsInput);

    private sealed class Silo : ISiloIdentity
    {
        public string Name => "silo";
    }
}
