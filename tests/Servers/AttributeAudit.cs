using System.Globalization;
using System.Text.Json;
using OrleansIot.Load;

namespace OrleansIot.Servers;

/// <summary>Reads back the client attributes of a fleet and compares them with the ledger.</summary>
public static class AttributeAudit
{
    private const int DevicesAtOnce = 4;
    private const int FaultsKept = 10;

    public static async Task<Audit> RunAsync(ManagementApi api, IReadOnlyList<FleetDevice> fleet, Ledger ledger)
    {
        var faults = new List<string>();
        long stored = 0;
        await Parallel.ForAsync(0, fleet.Count, new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce }, async (index, _) =>
        {
            var last = ledger.LastAcknowledged(index);
            if (last < 0)
                return;
            using var attributes = await api.ReadClientAttributesAsync(fleet[index].Id);
            var number = StoredNumber(attributes.RootElement);
            if (number >= last && number < ledger.Sent(index))
                Interlocked.Add(ref stored, Count(ledger, index));
            else
                Add(faults, $"device {index}: last acknowledged {last}, stored {attributes.RootElement.GetRawText()}");
        });
        return new Audit(ledger.TotalAcknowledged, stored, faults);
    }

    /// <summary>Each value replaced the one before: the last one that is there stands for all.</summary>
    private static long Count(Ledger ledger, int device) =>
        Enumerable.Range(0, ledger.Sent(device)).LongCount(number => ledger.IsAcknowledged(device, number));

    /// <summary>The number that all three attributes show, or -1 when they are not of one request.</summary>
    private static int StoredNumber(JsonElement attributes)
    {
        var values = attributes.EnumerateArray().ToDictionary(a => a.GetProperty("key").GetString()!, a => a.GetProperty("value"));
        if (!values.TryGetValue("uptime", out var uptime) || !uptime.TryGetInt32(out var written))
            return -1;
        var digits = written.ToString(CultureInfo.InvariantCulture);
        var isWhole = values["firmware"].GetString() == "v-" + digits
            && values["voltage"].GetDouble() == double.Parse("3." + digits, CultureInfo.InvariantCulture);
        return isWhole ? written - RequestTemplate.FirstNumber : -1;
    }

    private static void Add(List<string> faults, string fault)
    {
        lock (faults)
        {
            if (faults.Count < FaultsKept)
                faults.Add(fault);
        }
    }
}
