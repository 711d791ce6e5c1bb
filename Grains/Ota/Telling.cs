using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Grains.Ota;

/// <summary>Makes a device look at what it shall run.</summary>
internal static class Telling
{
    private const int Attempts = 3;

    /// <summary>False: it could not be told now. A device that is gone has nothing to be told.</summary>
    public static async Task<bool> TellAsync(IGrainFactory grains, Guid device)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                switch (await grains.GetGrain<IDeviceGrain>(device).AnnouncePackages())
                {
                    case Outcome.Done or Outcome.NotFound:
                        return true;
                    case Outcome.Superseded when attempt < Attempts:
                        continue;
                    default:
                        return false;
                }
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
                return false;
            }
        }
    }
}
