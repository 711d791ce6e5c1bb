namespace OrleansIot.Race;

/// <summary>Contestants by their names on the command line.</summary>
internal static class Contestants
{
    /// <summary>Starts one with a fleet of its own.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static Task<Contestant> StartAsync(string name, int devices) =>
        Reference.All.FirstOrDefault(r => r.Kind == name) is { } reference ? ReferenceContestant.StartAsync(reference, devices)
        : Topology.Named(name) is { } topology ? ProductContestant.StartAsync(topology, devices)
        : throw new FormatException($"There is no contestant {name}; there are {string.Join(", ", Reference.All.Select(r => r.Kind).Concat(Topology.Names))}.");
}
