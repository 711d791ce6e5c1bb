using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansIot.Race.References;

/// <summary>Kestrel's static files: an image in a folder.</summary>
internal static class FilesReference
{
    public const string ImagePath = "/firmware.bin";

    /// <param name="folder">Gets an image of <paramref name="bytes"/> bytes.</param>
    public static RequestDelegate Create(IServiceProvider services, string folder, int bytes)
    {
        using (var image = File.Create(folder + ImagePath))
        {
            for (var left = bytes; left > 0; left -= 1 << 20)
                image.Write(RandomNumberGenerator.GetBytes(Math.Min(left, 1 << 20)));
        }

        var options = new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder) };
        return new StaticFileMiddleware(
            _ => Task.CompletedTask, services.GetRequiredService<IWebHostEnvironment>(), Options.Create(options), services.GetRequiredService<ILoggerFactory>()).Invoke;
    }
}
