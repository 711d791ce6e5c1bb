using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Claiming;
using OrleansIot.Ota;
using OrleansIot.Polls;
using OrleansIot.Provisioning;
using OrleansIot.Rpc;
using OrleansIot.Rules;
using OrleansIot.Telemetry;
using OrleansIot.Values;

namespace OrleansIot.Devices;

/// <summary>
/// One device. Calls of the device itself carry the version of the credentials they were resolved with; the grain refuses any but its current one.
/// Those that write also carry the attempt id of their HTTP request: a call that comes again joins the commit of the first one, where that is still under way.
/// Calls of the management API carry the caller; the grain checks that the device is one the caller may see.
/// </summary>
[Alias("OrleansIot.IDeviceGrain")]
public interface IDeviceGrain : IGrainWithGuidKey
{
    /// <summary>Stores the readings; Done means committed.</summary>
    [Alias("PostTelemetry"), ResponseTimeout(CallTimes.Attempt)]
    Task<Outcome> PostTelemetry(long credentialsVersion, long attempt, TelemetryBatch batch);

    /// <summary>Stores client attributes; Done means committed. An unchanged value keeps its lastUpdateTs.</summary>
    [Alias("PostAttributes"), ResponseTimeout(CallTimes.Attempt)]
    Task<Outcome> PostAttributes(long credentialsVersion, long attempt, AttributeBatch batch);

    /// <summary>Client and shared attributes as committed.</summary>
    [Alias("GetAttributes"), ResponseTimeout(CallTimes.Attempt)]
    ValueTask<DeviceAttributes> GetAttributes(long credentialsVersion, AttributeQuery query);

    /// <summary>The device offers itself to be claimed. Done also where it must not: devices are told no more (specification 5.1). A newer offer replaces an older one.</summary>
    [Alias("OpenClaim"), ResponseTimeout(CallTimes.Attempt)]
    Task<Outcome> OpenClaim(long credentialsVersion, ClaimOffer offer);

    /// <summary>Makes the caller's customer the owner of a device that was offered.</summary>
    [ResponseTimeout("00:00:02"), Alias("Claim")]
    Task<ClaimAnswer> Claim(Caller caller, ClaimRequest request);

    /// <summary>Takes the device from its owner, and closes what is offered. Done also when nobody owns it.</summary>
    [ResponseTimeout("00:00:02"), Alias("Reclaim")]
    Task<Outcome> Reclaim(Caller caller);

    /// <summary>Hands the device's credentials out, if the rule and its profile let it.</summary>
    /// <param name="profile">The profile whose secret was right.</param>
    /// <param name="attempt">One per HTTP request: a request that is tried again after its success succeeds again.</param>
    [ResponseTimeout("00:00:02"), Alias("Provision")]
    Task<ProvisionAnswer> Provision(Guid profile, CollectRule rule, Guid attempt, long now);

    /// <summary>Tells the device which packages it shall run, where it was not told yet (specification 7.3). Done also when there is nothing to tell.</summary>
    [Alias("AnnouncePackages")]
    Task<Outcome> AnnouncePackages();

    /// <summary>The data of the device's package, if it has that title and version.</summary>
    [Alias("FindPackage"), ResponseTimeout(CallTimes.Attempt)]
    Task<DevicePackage> FindPackage(long credentialsVersion, OtaPackageType type, string title, string version);

    /// <summary>
    /// A call from the device, for its rule chain to answer. Comes back within about a second, with the answer or without: then ask again with the call's id.
    /// </summary>
    [Alias("CallServer"), ResponseTimeout("00:00:03")]
    Task<ServerReply> CallServer(long credentialsVersion, ServerCall call);

    /// <summary>
    /// Answers at once: with what there is for the poll, or that it is parked. A first poll for updates commits the device's cursor before that. LimitExceeded:
    /// too many polls of this device are parked.
    /// </summary>
    [ResponseTimeout("00:00:02"), Alias("Park")]
    Task<ParkAnswer> Park(long credentialsVersion, Poll poll);

    /// <summary>
    /// The device replies to a command. Done means that the reply is committed, or that there is no such command that takes one: unknown, one-way, answered or over.
    /// </summary>
    [ResponseTimeout("00:00:02"), Alias("PostReply")]
    Task<Outcome> PostReply(long credentialsVersion, int id, CommandReply reply);

    /// <summary>The poll ended without a delivery; one that was on its way is dropped.</summary>
    [OneWay, Alias("Unpark")]
    Task Unpark(long pollId);

    /// <summary>Another activation of the device has written, and is gone: one that does not know of it starts anew.</summary>
    [OneWay, AlwaysInterleave, Alias("CatchUp")]
    Task CatchUp();

    /// <summary>Says what became of a delivery.</summary>
    [ResponseTimeout("00:00:02"), Alias("Settle")]
    Task Settle(Settlement settlement);

    [Alias("Get")]
    Task<Answer<DeviceInfo>> Get(Caller caller);

    /// <summary>Changes the fields. Conflict: the name is taken, or <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    [Alias("Update")]
    Task<Answer<DeviceInfo>> Update(Caller caller, DeviceFields fields, long? expectedVersion);

    /// <summary>Gives the device to a customer, or to none.</summary>
    [Alias("Assign")]
    Task<Answer<DeviceInfo>> Assign(Caller caller, Guid? customerId);

    /// <summary>Deletes the device with its credentials, attributes and readings.</summary>
    [Alias("Delete"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<bool>> Delete(Caller caller);

    [Alias("GetCredentials")]
    Task<Answer<DeviceCredentials>> GetCredentials(Caller caller);

    /// <summary>Replaces the credentials. When this returns, the old ones open nothing any more. Conflict: the id is taken by another device.</summary>
    [Alias("UpdateCredentials")]
    Task<Answer<DeviceCredentials>> UpdateCredentials(Caller caller, NewCredentials credentials);

    /// <summary>The attributes of a scope (null: of all three), all or those named.</summary>
    [Alias("ReadAttributes")]
    Task<Answer<AttributeEntry[]>> ReadAttributes(Caller caller, AttributeScope? scope, string[]? keys);

    [Alias("WriteAttributes")]
    Task<Answer<bool>> WriteAttributes(Caller caller, AttributeScope scope, AttributeBatch batch);

    /// <summary>Deletes attributes by key; keys that are not there are ignored.</summary>
    [Alias("DeleteAttributes")]
    Task<Answer<bool>> DeleteAttributes(Caller caller, AttributeScope scope, string[] keys);

    [Alias("WriteTelemetry")]
    Task<Answer<bool>> WriteTelemetry(Caller caller, TelemetryBatch batch);

    /// <summary>Sorted names of all keys that have a latest value.</summary>
    [Alias("ReadKeys")]
    Task<Answer<string[]>> ReadKeys(Caller caller);

    /// <summary>The latest reading of each of the keys (null: of all); keys without one are left out.</summary>
    [Alias("ReadLatest")]
    Task<Answer<Reading[]>> ReadLatest(Caller caller, string[]? keys);

    /// <summary>One series per key that was asked for and has readings.</summary>
    [Alias("ReadHistory"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<KeySeries[]>> ReadHistory(Caller caller, HistoryQuery query);

    [Alias("DeleteTelemetry"), ResponseTimeout(CallTimes.Long)]
    Task<Answer<bool>> DeleteTelemetry(Caller caller, TelemetryDeletion deletion);

    /// <summary>Issues a command, which is committed then; the same one again joins the first. LimitExceeded: too many are open.</summary>
    /// <param name="wait">Waits for the command's end, and is parked; null: nobody waits.</param>
    /// <returns>What became of the poll.</returns>
    [ResponseTimeout("00:00:02"), Alias("IssueCommand")]
    Task<Answer<ParkAnswer>> IssueCommand(Caller caller, NewCommand command, Poll? wait);

    /// <summary>The record of a persistent command of this device.</summary>
    [Alias("ReadCommand")]
    Task<Answer<CommandRecord>> ReadCommand(Caller caller, Guid command);

    /// <summary>Records of persistent commands of this device.</summary>
    [Alias("ListCommands")]
    Task<Answer<Page<CommandRecord>>> ListCommands(Caller caller, CommandQuery query);

    /// <summary>Deletes the record of a persistent command; one that is open is withdrawn.</summary>
    [Alias("DeleteCommand")]
    Task<Answer<bool>> DeleteCommand(Caller caller, Guid command);
}
