using System.Net;

namespace OrleansIot.Race;

/// <summary>How the product's processes are laid out.</summary>
/// <param name="title">As it is named in the report.</param>
internal abstract class Topology(string title) : IDisposable
{
    public string Title { get; } = title;

    /// <summary>Where devices and people send; known once it is started.</summary>
    public abstract IPEndPoint EndPoint { get; }

    /// <summary>Starts everything and waits until it is ready; what was started ends with the set.</summary>
    public abstract Task StartAsync(ServerSet servers);

    public virtual void Dispose()
    {
    }

    /// <summary>All names.</summary>
    public static string[] Names { get; } = ["embedded"];

    /// <summary>The topology by its name on the command line; null when there is none of that name.</summary>
    public static Topology? Named(string name) => name switch
    {
        "embedded" => new EmbeddedTopology(),
        _ => null,
    };
}
