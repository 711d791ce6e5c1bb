using System.ComponentModel.DataAnnotations;

namespace OrleansIot.Grains.Rules;

/// <summary>Bounds of rule chains.</summary>
public sealed class RuleOptions
{
    public const string Section = "Rules";

    /// <summary>Nodes that a message and all that is made of it may pass; then it ends as a failure. What stops a chain that leads back into itself.</summary>
    [Range(1, 10_000)]
    public int MaxNodesPerMessage { get; set; } = 200;

    /// <summary>Rule chains inside each other.</summary>
    [Range(1, 64)]
    public int MaxDepth { get; set; } = 10;

    /// <summary>Posts of one device that wait for their chain; what is posted beyond is stored, but passes no chain.</summary>
    [Range(1, 10_000_000)]
    public int MaxWaitingPerDevice { get; set; } = 10_000;

    /// <summary>
    /// Milliseconds that a post may take in its chain's filters and switches before it is committed; a script that is not done by then is broken off and runs behind the
    /// commit, as all do where this is 0. What only decides costs no row of the outbox where the decision is to do nothing.
    /// </summary>
    [Range(0, 1_000)]
    public int AheadTimeLimit { get; set; } = 100;

    /// <summary>How often a post that was left behind is taken up; one that never comes to its end is given up then.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Seconds after which a post that nobody has taken to its end counts as left behind.</summary>
    [Range(1, 3_600)]
    public int LeftBehindAfter { get; set; } = 10;

    /// <summary>Seconds between two looks for changed chains. Changes are told to all silos at once; this is for a silo that was not reached.</summary>
    [Range(1, 3_600)]
    public int RefreshPeriod { get; set; } = 5;

    /// <summary>Calls of one device that wait for their answer; one more is answered 503.</summary>
    [Range(1, 100_000)]
    public int MaxCallsPerDevice { get; set; } = 100;

    /// <summary>Messages that wait for something outside (an answer of a device) on one silo; for one more the node fails.</summary>
    [Range(1, 1_000_000)]
    public int MaxDetached { get; set; } = 1_000;

    /// <summary>Events kept of each node and each chain on each silo.</summary>
    [Range(1, 10_000)]
    public int DebugEvents { get; set; } = 50;
}
