using System.Collections.Immutable;
using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rpc;

/// <summary>A command in the memory of its device. Instants are milliseconds since 1970.</summary>
internal sealed record PendingCommand(Guid Uuid, long ExpiresAt, bool OneWay, bool Persistent, int? Retries, DeviceCommand Content)
{
    public int Id => Content.Id;

    public CommandStage Stage { get; init; }

    /// <summary>When it was issued.</summary>
    public long Created { get; init; }

    /// <summary>As it was issued, but for the additional info, which only its row holds.</summary>
    public NewCommand Issued => new(Uuid, Created, ExpiresAt, OneWay, Persistent, Retries, Content.Method, Content.Params, null);

    /// <summary>A live connection has taken it; its row says Delivered, or will.</summary>
    public bool IsDelivered { get; init; }

    /// <summary>How often a connection has taken it that did not break afterwards.</summary>
    public int Deliveries { get; init; }

    /// <summary>Number of the lease under which it was handed over last, to a device or, when it has ended, to a caller; 0: never.</summary>
    public long Lease { get; init; }

    /// <summary>The poll that holds the last lease.</summary>
    public long Poll { get; init; }

    /// <summary>The gateway said that the bytes of the last lease were written.</summary>
    public bool Written { get; init; }

    /// <summary>Leased: when the lease ends, or (written) the one-way command counts as delivered. Waiting: from when on it may be offered.</summary>
    public long Until { get; init; }

    /// <summary>When its status is handed to the committer: it had no room before, or the reply may come first; null: nothing is to be stored.</summary>
    public long? StoreAt { get; init; }

    /// <summary>Set from the moment the end is known.</summary>
    public CommandEnd? End { get; init; }

    /// <summary>Polls of callers that wait for the end.</summary>
    public ImmutableArray<long> Callers { get; init; } = [];

    /// <summary>Its caller has gone away: nobody will take the end.</summary>
    public bool Abandoned { get; init; }

    /// <summary>It may be offered to a poll now, or will be.</summary>
    public bool IsOffered => Stage == CommandStage.Waiting && (Retries is not { } retries || Deliveries <= retries);

    /// <summary>The status that its record shows.</summary>
    public CommandStatus Status => this switch
    {
        { Stage: CommandStage.Ended, End: { } end } => end.Status,
        { IsDelivered: true } => CommandStatus.Delivered,
        { Stage: CommandStage.Leased } => CommandStatus.Sent,
        _ => CommandStatus.Queued,
    };
}
