using System.Globalization;

namespace OrleansIot.Servers;

/// <summary>Many devices at once.</summary>
public static class Fleet
{
    private const int AtOnce = 8;

    /// <summary>Creates devices named after their number, with tokens of the usual 20 characters.</summary>
    public static async Task<FleetDevice[]> CreateAsync(ManagementApi api, int count)
    {
        var fleet = new FleetDevice[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            fleet[i] = await api.CreateDeviceAsync(Name(i), Token(i)));
        return fleet;
    }

    public static string Name(int device) => string.Create(CultureInfo.InvariantCulture, $"fleet-{device}");

    public static string Token(int device) => string.Create(CultureInfo.InvariantCulture, $"FleetToken{device:D10}");
}
