using System.Globalization;
using OrleansIot.Gateway.Hosting;

namespace OrleansIot.Deploy;

/// <summary>How long a host may take from SIGTERM to its end.</summary>
internal static class StopTime
{
    /// <param name="setting">The value of a setting, or null where it is not given.</param>
    public static int Seconds(Func<string, string?> setting)
    {
        var defaults = new DrainOptions();
        return (Read(setting($"{DrainOptions.Section}__{nameof(DrainOptions.Delay)}"), DrainOptions.BehindBalancer) / 1000)
            + Read(setting($"{DrainOptions.Section}__{nameof(DrainOptions.Timeout)}"), defaults.Timeout);
    }

    private static int Read(string? value, int otherwise) => value is null ? otherwise : int.Parse(value, CultureInfo.InvariantCulture);
}
