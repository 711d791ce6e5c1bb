using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansIot.Race.References;

/// <summary>Hosts a reference: Kestrel without routing, logging or middleware.</summary>
internal static class ReferenceServer
{
    /// <param name="kind">empty, bare or sqlite.</param>
    /// <param name="args">The folder for a database.</param>
    public static async Task RunAsync(string kind, string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        app.Run(Choose(kind, args[0]));
        await app.RunAsync();
    }

    private static RequestDelegate Choose(string kind, string folder) => kind switch
    {
        "empty" => _ => Task.CompletedTask,
        "bare" => new BareReference().HandleAsync,
        "sqlite" => new SqliteReference(folder).HandleAsync,
        _ => throw new ArgumentException($"There is no reference {kind}."),
    };
}
