using OrleansIot.Attributes;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Rpc;

namespace OrleansIot.Grains.Devices;

/// <summary>Everything a device grain needs to start: loaded in one read.</summary>
/// <param name="Tombstones">The deletions of shared attributes that are remembered.</param>
/// <param name="TelemetryKeys">Names of all telemetry keys that have a latest value.</param>
public sealed record DeviceSnapshot(DeviceRecord Record, DeviceState State, AttributeEntry[] Attributes, AttributeDeletion[] Tombstones, string[] TelemetryKeys)
{
    /// <summary>What the device offers to whoever claims it.</summary>
    public ClaimRecord Claim { get; init; } = ClaimRecord.None;

    /// <summary>The request by which a prepared device has collected its credentials; null: none has.</summary>
    public Guid? ProvisionAttempt { get; init; }

    /// <summary>The packages it is to run, and those it was told to.</summary>
    public OtaSituation Packages { get; init; } = OtaSituation.None;

    /// <summary>Whether the outbox holds something that the device's rule chain has not seen.</summary>
    public bool HasOutbox { get; init; }

    /// <summary>The commands that are open, and those whose caller has not taken the end yet; in the order of issue, without their additional info.</summary>
    public StoredCommand[] Commands { get; init; } = [];
}
