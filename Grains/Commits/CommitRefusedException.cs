namespace OrleansIot.Grains.Commits;

/// <summary>The change was not taken, or the store failed for as long as the caller could wait: answer Busy.</summary>
public sealed class CommitRefusedException(string message, Exception? inner = null) : Exception(message, inner);
