using OrleansIot.Attributes;
using OrleansIot.Rpc;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Grains.Rules;

/// <summary>What the rule chains of a silo ask of a device. What comes this way passes no chain again.</summary>
[Alias("OrleansIot.IRuleDevice")]
public interface IRuleDevice : IGrainWithGuidKey
{
    [Alias("SaveReadings")]
    Task<Outcome> SaveReadings(TelemetryBatch batch);

    [Alias("SaveAttributes")]
    Task<Outcome> SaveAttributes(AttributeScope scope, AttributeBatch batch, bool rewriteUnchanged);

    /// <summary>Issues a command; Done means committed. Issuing the same one again joins the first.</summary>
    [Alias("SendCommand")]
    Task<Outcome> SendCommand(NewCommand command);

    /// <summary>How a command that somebody waits for has ended; null after about a second without an end: ask again. Failed: the device does not know it any more.</summary>
    [Alias("AwaitCommand")]
    Task<CommandEnd?> AwaitCommand(Guid command);

    /// <summary>Takes up what was left behind in the device's outbox.</summary>
    [Alias("ResumeRules")]
    Task ResumeRules();

    /// <summary>Something happened to the device: its chain is to hear of it.</summary>
    /// <param name="type">Type of the message.</param>
    /// <param name="metadata">JSON of an object with texts, or null.</param>
    [Alias("Announce")]
    Task<Outcome> Announce(string type, byte[] data, byte[]? metadata);
}
