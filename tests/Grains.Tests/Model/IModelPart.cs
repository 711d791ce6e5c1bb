namespace OrleansIot.Grains.Tests.Model;

/// <summary>A capability of the device in the model: what can happen to it, and what must hold whatever has happened.</summary>
internal interface IModelPart
{
    /// <summary>What can happen. The number that comes with it chooses among everything that is left open.</summary>
    IReadOnlyList<(string Name, Action<int> Do)> Steps { get; }

    /// <summary>A fresh activation has loaded the device.</summary>
    void Activated();

    /// <summary>The gateway, which holds all connections, is gone, and another one is there.</summary>
    void GatewayDied();

    /// <summary>Whatever waits is looked after, as the grain does after each of its turns.</summary>
    void Tend();

    /// <summary>Must hold after every step.</summary>
    void Check();

    /// <summary>No more faults: everything that is under way arrives, everybody polls until there is nothing more, and then everything must be right.</summary>
    void Finish();
}
