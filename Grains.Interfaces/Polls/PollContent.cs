namespace OrleansIot.Polls;

/// <summary>What a poll brings; each kind of poll has its own.</summary>
[GenerateSerializer, Immutable, Alias("OrleansIot.PollContent")]
public abstract record PollContent;
