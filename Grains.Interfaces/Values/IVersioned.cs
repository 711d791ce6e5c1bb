namespace OrleansIot.Values;

/// <summary>An entity whose version grows with every change.</summary>
public interface IVersioned
{
    long Version { get; }
}
