using System.Text.Json;
using OrleansIot.Load;

namespace OrleansIot.Servers;

/// <summary>Compares the latest value that people are shown for each device with the last that was acknowledged: an older one is a stale overwrite.</summary>
public static class LatestAudit
{
    private const int DevicesAtOnce = 4;

    public static async Task<Audit> RunAsync(ManagementApi api, IReadOnlyList<FleetDevice> fleet, Ledger ledger)
    {
        var faults = new List<string>();
        var (acknowledged, stored) = (0L, 0L);
        await Parallel.ForAsync(0, fleet.Count, new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce }, async (index, _) =>
        {
            var last = ledger.LastAcknowledged(index);
            if (last < 0)
                return;
            Interlocked.Increment(ref acknowledged);
            using var latest = await api.ReadLatestAsync(fleet[index].Id, "counter");
            var number = Number(latest.RootElement, ledger.BaseTs);
            if (number >= last && number < ledger.Sent(index))
            {
                Interlocked.Increment(ref stored);
                return;
            }

            lock (faults)
                faults.Add($"device {index}: last acknowledged {last}, latest shown {latest.RootElement.GetRawText()}");
        });
        return new Audit(acknowledged, stored, faults);
    }

    /// <summary>The number of the message that time and value show; -1 when they are of different ones.</summary>
    private static int Number(JsonElement latest, long baseTs)
    {
        if (!latest.TryGetProperty("counter", out var values) || values.GetArrayLength() != 1)
            return -1;
        var number = values[0].GetProperty("ts").GetInt64() - baseTs;
        return values[0].GetProperty("value").TryGetInt64(out var value) && value == RequestTemplate.FirstNumber + number ? (int)number : -1;
    }
}
