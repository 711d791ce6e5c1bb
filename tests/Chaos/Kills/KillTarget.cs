namespace OrleansIot.Chaos.Kills;

/// <summary>What is killed.</summary>
internal enum KillTarget
{
    Silo,
    Gateway,
    Postgres,

    /// <summary>A silo that is not killed but loses everybody else for a while.</summary>
    Severed,
}
