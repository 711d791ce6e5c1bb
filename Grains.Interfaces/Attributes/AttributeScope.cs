namespace OrleansIot.Attributes;

/// <summary>Who owns an attribute. The numbers are stored: never renumber.</summary>
public enum AttributeScope : byte
{
    /// <summary>Written by the device.</summary>
    Client = 1,

    /// <summary>Written by the server side, read by the device.</summary>
    Shared = 2,

    /// <summary>Written and read by the server side only.</summary>
    Server = 3,
}
