namespace OrleansIot.Grains.Rules.Nodes;

/// <summary>Relations that several nodes have.</summary>
internal static class Relation
{
    public const string Success = "Success";
    public const string Failure = "Failure";
    public const string True = "True";
    public const string False = "False";
}
