namespace OrleansIot.Gateway.Hosting;

/// <summary>The host cannot start as it is configured, or where it is. The message tells the person who started it what to change; it is all that person sees.</summary>
public sealed class StartException(string message) : Exception(message);
