using OrleansIot.Rpc;

namespace OrleansIot.Grains.Rules;

/// <summary>ThingsBoard's types of messages, and the relation by which a message type switch sends each on.</summary>
internal static class MessageTypes
{
    public const string PostTelemetry = "POST_TELEMETRY_REQUEST";
    public const string PostAttributes = "POST_ATTRIBUTES_REQUEST";

    /// <summary>A call from a device.</summary>
    public const string RpcFromDevice = "TO_SERVER_RPC_REQUEST";

    /// <summary>A command that a chain is to send; those of the management API pass no chain.</summary>
    public const string RpcToDevice = "RPC_CALL_FROM_SERVER_TO_DEVICE";
    public const string EntityCreated = "ENTITY_CREATED";
    public const string EntityUpdated = "ENTITY_UPDATED";
    public const string EntityDeleted = "ENTITY_DELETED";
    public const string EntityAssigned = "ENTITY_ASSIGNED";
    public const string EntityUnassigned = "ENTITY_UNASSIGNED";
    public const string AttributesUpdated = "ATTRIBUTES_UPDATED";
    public const string AttributesDeleted = "ATTRIBUTES_DELETED";
    public const string TimeseriesUpdated = "TIMESERIES_UPDATED";
    public const string TimeseriesDeleted = "TIMESERIES_DELETED";
    public const string Alarm = "ALARM";
    public const string AlarmAcknowledged = "ALARM_ACK";
    public const string AlarmCleared = "ALARM_CLEAR";
    public const string AlarmDeleted = "ALARM_DELETE";

    /// <summary>The time of a persistent command has ended.</summary>
    public const string RpcExpired = "RPC_EXPIRED";

    /// <summary>The record of a persistent command was deleted.</summary>
    public const string RpcDeleted = "RPC_DELETED";

    /// <summary>Where a switch sends a type that it does not know.</summary>
    public const string Other = "Other";

    private static readonly Dictionary<string, string> Relations = new(StringComparer.Ordinal)
    {
        [PostTelemetry] = "Post telemetry",
        [PostAttributes] = "Post attributes",
        [RpcFromDevice] = "RPC Request from Device",
        [RpcToDevice] = "RPC Request to Device",
        ["ACTIVITY_EVENT"] = "Activity Event",
        ["INACTIVITY_EVENT"] = "Inactivity Event",
        ["CONNECT_EVENT"] = "Connect Event",
        ["DISCONNECT_EVENT"] = "Disconnect Event",
        [EntityCreated] = "Entity Created",
        [EntityUpdated] = "Entity Updated",
        [EntityDeleted] = "Entity Deleted",
        [EntityAssigned] = "Entity Assigned",
        [EntityUnassigned] = "Entity Unassigned",
        [AttributesUpdated] = "Attributes Updated",
        [AttributesDeleted] = "Attributes Deleted",
        [TimeseriesUpdated] = "Timeseries Updated",
        [TimeseriesDeleted] = "Timeseries Deleted",
        [AlarmAcknowledged] = "Alarm Acknowledged",
        [AlarmCleared] = "Alarm Cleared",
        [AlarmDeleted] = "Alarm Deleted",
        ["RPC_QUEUED"] = "RPC Queued",
        ["RPC_SENT"] = "RPC Sent",
        ["RPC_DELIVERED"] = "RPC Delivered",
        ["RPC_SUCCESSFUL"] = "RPC Successful",
        ["RPC_TIMEOUT"] = "RPC Timeout",
        [RpcExpired] = "RPC Expired",
        ["RPC_FAILED"] = "RPC Failed",
        [RpcDeleted] = "RPC Deleted",
        ["PROVISION_SUCCESS"] = "Provision Success",
        ["PROVISION_FAILURE"] = "Provision Failure",
    };

    public static string Relation(string type) => Relations.GetValueOrDefault(type, Other);

    /// <summary>The type that tells of a persistent command's new status.</summary>
    public static string Of(CommandStatus status) => status switch
    {
        CommandStatus.Expired => RpcExpired,
        CommandStatus.Deleted => RpcDeleted,
        CommandStatus.Queued => "RPC_QUEUED",
        CommandStatus.Delivered => "RPC_DELIVERED",
        CommandStatus.Successful => "RPC_SUCCESSFUL",
        _ => "RPC_" + status.ToString().ToUpperInvariant(),
    };
}
