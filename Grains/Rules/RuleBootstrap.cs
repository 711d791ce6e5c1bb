using System.Text;
using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>
/// The root chain that a first start makes, for people to build on: of the same nodes as ThingsBoard's. It stores nothing that is not stored without it, so that
/// posts do not pass it; calls of devices end in a log node, and nothing answers them.
/// </summary>
public sealed class RuleBootstrap(IRuleChainStore store, TimeProvider time)
{
    private const string Prefix = "org.thingsboard.rule.engine.";
    private const string LogScript = """{"scriptLang":"JS","jsScript":"return 'Incoming message: ' + JSON.stringify(msg) + ', metadata: ' + JSON.stringify(metadata);"}""";

    public Task EnsureAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        RuleNodeInfo[] nodes =
        [
            Node("profile.TbDeviceProfileNode", "Device Profile", "{}", 0, 0),
            Node("filter.TbMsgTypeSwitchNode", "Message Type Switch", "{}", 1, 0),
            Node("telemetry.TbMsgTimeseriesNode", "Save Timeseries", """{"defaultTTL":0}""", 2, 0),
            Node("telemetry.TbMsgAttributesNode", "Save Client Attributes", """{"scope":"CLIENT_SCOPE"}""", 2, 1),
            Node("action.TbLogNode", "Log RPC from Device", LogScript, 2, 2),
            Node("action.TbLogNode", "Log Other", LogScript, 2, 3),
            Node("rpc.TbSendRPCRequestNode", "RPC Call Request", """{"timeoutInSeconds":60}""", 2, 4),
        ];
        RuleConnection[] connections =
        [
            new(0, 1, "Success"), new(1, 2, "Post telemetry"), new(1, 3, "Post attributes"), new(1, 4, "RPC Request from Device"), new(1, 5, "Other"),
            new(1, 6, "RPC Request to Device"),
        ];
        var metadata = new RuleChainMetadata(0, nodes, connections);
        var fields = new RuleChainFields("Root Rule Chain", false, null, null);
        return store.EnsureRootAsync(new(new(Guid.CreateVersion7(now), now.ToUnixTimeMilliseconds(), fields, true, metadata.FirstNodeId, 1), metadata), cancellation);

        RuleNodeInfo Node(string type, string name, string configuration, int column, int row) => new(
            Guid.CreateVersion7(now), now.ToUnixTimeMilliseconds(), Prefix + type, name, RuleDebugSettings.Off, false, null, 0, Encoding.UTF8.GetBytes(configuration),
            Encoding.UTF8.GetBytes($$"""{"layoutX":{{300 + (300 * column)}},"layoutY":{{150 + (100 * row)}}}"""));
    }
}
