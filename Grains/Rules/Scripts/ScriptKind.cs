namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>What a script must return.</summary>
public enum ScriptKind
{
    /// <summary>True or false.</summary>
    Filter,

    /// <summary>The name of a relation, or an array of names.</summary>
    Switch,

    /// <summary>An object with msg, metadata and msgType, or an array of such objects; what is left out stays as it was.</summary>
    Transform,

    /// <summary>Any value: taken as JSON.</summary>
    Json,

    /// <summary>Any value: taken as text.</summary>
    Text,
}
