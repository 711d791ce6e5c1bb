namespace OrleansIot.Grains.Rules;

/// <summary>This silo.</summary>
public interface ISiloIdentity
{
    /// <summary>As people call it.</summary>
    string Name { get; }
}
