using System.Diagnostics.Metrics;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>What becomes of commands on this silo. A device or a method is never a label.</summary>
internal static class CommandInstruments
{
    private static readonly Meter Meter = new("OrleansIot.Rpc");

    private static readonly Counter<long> IssuedCommands =
        Meter.CreateCounter<long>("orleansiot.rpc.issued", "{command}", "Commands whose row is committed.");

    private static readonly Counter<long> HandedCommands =
        Meter.CreateCounter<long>("orleansiot.rpc.handed", "{command}", "Commands handed to polls, repetitions included.");

    private static readonly Counter<long> EndedCommands =
        Meter.CreateCounter<long>("orleansiot.rpc.ended", "{command}", "Commands that ended, by status; those of devices that sleep are not among them.");

    public static void Issued() => IssuedCommands.Add(1);

    public static void Handed(int commands) => HandedCommands.Add(commands);

    public static void Ended(CommandStatus status) => EndedCommands.Add(1, new KeyValuePair<string, object?>("status", status switch
    {
        CommandStatus.Delivered => "delivered",
        CommandStatus.Successful => "successful",
        CommandStatus.Timeout => "timeout",
        _ => "expired",
    }));
}
