using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansIot.Race.References;

/// <summary>Hosts a reference: Kestrel without routing, logging or middleware.</summary>
internal static class ReferenceServer
{
    /// <param name="kind">empty, or one of <see cref="Reference.All"/>.</param>
    /// <param name="place">Folder or connection string of its database.</param>
    public static async Task RunAsync(string kind, string place)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (kind is "grainstate" or "preparedstate")
            await GrainStateReference.AddAsync(builder, place, isTuned: kind == "preparedstate");
        await using var app = builder.Build();
        app.Run(await ChooseAsync(kind, place, app.Services));
        await app.RunAsync();
    }

    private static async Task<RequestDelegate> ChooseAsync(string kind, string place, IServiceProvider services) => kind switch
    {
        "empty" => _ => Task.CompletedTask,
        "bare" => new BareReference().HandleAsync,
        "files" => FilesReference.Create(services, place, Lifecycle.FirmwareRace.ImageBytes),
        "parking" => new ParkingReference().HandleAsync,
        "sqlite" => new SqliteReference(place).HandleAsync,
        "insert" => (await InsertReference.CreateAsync(place, isTuned: false)).HandleAsync,
        "prepared" => (await InsertReference.CreateAsync(place, isTuned: true)).HandleAsync,
        "grainstate" or "preparedstate" => new GrainStateReference(services, place).HandleAsync,
        _ => throw new ArgumentException($"There is no reference {kind}."),
    };
}
