using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace OrleansIot.Gateway.Hosting;

/// <summary>From the start of a host to its exit status.</summary>
public static class HostRun
{
    /// <param name="host">Runs until the host has stopped.</param>
    /// <param name="explain">A sentence for mistakes that only that host knows; null: it does not know this one.</param>
    /// <returns>0, or 1 with a message on standard error when the host cannot start as it is configured.</returns>
    public static async Task<int> RunAsync(Func<Task> host, Func<Exception, string?>? explain = null)
    {
        try
        {
            await host();
            return 0;
        }
        catch (Exception exception) when ((Explain(exception) ?? explain?.Invoke(exception)) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    /// <summary>Starts the host; false: it was told to stop before it had started, and has stopped.</summary>
    public static async Task<bool> TryStartAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await app.StopAsync();
            return false;
        }
    }

    /// <summary>A sentence for mistakes of configuration and surroundings; null for everything else, which is ours and shows its trace.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        StartException => exception.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Choose another one with ASPNETCORE_URLS.",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"A port is in use already: {exception.Message}",
        _ => null,
    };
}
