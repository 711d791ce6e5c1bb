using System.Diagnostics;
using OpenTelemetry;

namespace OrleansIot.Gateway.Observability;

/// <summary>
/// Lets the spans of our grains through and drops those of Orleans' own timers, membership and directory, which come every second. Orleans tells the two apart by
/// namespaces that begin with its name, as ours does, so both come from its runtime source.
/// </summary>
internal sealed class OwnCalls : BaseProcessor<Activity>
{
    public const string Source = "Microsoft.Orleans.Runtime";

    private const string Ours = "OrleansIot.";

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == Source && data.GetTagItem("orleans.rpc.service") is string service && !service.StartsWith(Ours, StringComparison.Ordinal))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
