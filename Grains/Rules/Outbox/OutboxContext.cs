using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansIot.Grains.Rules.Outbox;

/// <summary>What the outboxes of a silo's devices share.</summary>
public sealed class OutboxContext(
    IOutboxStore store, OutboxAcks acks, RuleEngine engine, IOptions<RuleOptions> options, TimeProvider time, ILogger<OutboxContext> log)
{
    public IOutboxStore Store => store;

    public OutboxAcks Acks => acks;

    public RuleEngine Engine => engine;

    public RuleOptions Options => options.Value;

    public TimeProvider Time => time;

    public ILogger Log => log;

    /// <summary>Microseconds since 1970.</summary>
    public long Micros => MicrosAt(time.GetUtcNow());

    public static long MicrosAt(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
