using OrleansIot.Attributes;
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

    /// <summary>Takes up what was left behind in the device's outbox.</summary>
    [Alias("ResumeRules")]
    Task ResumeRules();

    /// <summary>Something happened to the device: its chain is to hear of it.</summary>
    /// <param name="type">Type of the message.</param>
    /// <param name="metadata">JSON of an object with texts, or null.</param>
    [Alias("Announce")]
    Task<Outcome> Announce(string type, byte[] data, byte[]? metadata);
}
