namespace OrleansIot.Chaos.Downlink;

/// <summary>What the random sources of a run are for.</summary>
internal static class Purposes
{
    public const int Updates = 1;
    public const int Commands = 2;
    public const int UpdatePolls = 3;
    public const int CommandPolls = 4;
    public const int Writers = 5;
    public const int Callers = 6;
}
