using System.Net;

namespace OrleansIot.Race;

/// <summary>How the product's processes are laid out.</summary>
/// <param name="title">As it is named in the report.</param>
internal abstract class Topology(string title) : IAsyncDisposable
{
    public string Title { get; } = title;

    /// <summary>Where devices and people send; known once it is started.</summary>
    public abstract IPEndPoint EndPoint { get; }

    /// <summary>Starts everything and waits until it is ready.</summary>
    public abstract Task StartAsync(ServerSet servers);

    public abstract ValueTask DisposeAsync();

    /// <summary>All names.</summary>
    public static string[] Names { get; } = ["embedded", "cohosted", "apart"];

    /// <summary>The topology by its name on the command line; null when there is none of that name.</summary>
    public static Topology? Named(string name) => name switch
    {
        "embedded" => new EmbeddedTopology(),
        "cohosted" => new ClusterTopology("OrleansIot, silo serves HTTP", gateways: 0),
        "apart" => new ClusterTopology("OrleansIot, gateway apart", gateways: 1),
        _ => null,
    };
}
