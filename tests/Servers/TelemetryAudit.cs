using System.Globalization;
using System.Text.Json;
using OrleansIot.Load;

namespace OrleansIot.Servers;

/// <summary>Reads back what a fleet posted as telemetry and compares it, value by value, with the ledger.</summary>
public static class TelemetryAudit
{
    private const string Keys = "temperature,humidity,counter";
    private const int RowsAtOnce = 1000;
    private const int DevicesAtOnce = 4;
    private const int FaultsKept = 10;

    public static async Task<Audit> RunAsync(ManagementApi api, IReadOnlyList<FleetDevice> fleet, Ledger ledger)
    {
        var faults = new List<string>();
        long stored = 0;
        await Parallel.ForAsync(0, fleet.Count, new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce }, async (device, _) =>
        {
            var (count, found) = await CompareAsync(api, fleet[device], device, ledger);
            Interlocked.Add(ref stored, count);
            lock (faults)
                faults.AddRange(found.Take(FaultsKept - faults.Count));
        });
        return new Audit(ledger.TotalAcknowledged, stored, faults);
    }

    private static async Task<(int Stored, List<string> Faults)> CompareAsync(ManagementApi api, FleetDevice device, int index, Ledger ledger)
    {
        var faults = new List<string>();
        var stored = 0;

        // One page more than was sent, so that a row nobody sent would show.
        for (var first = 0; first <= ledger.Sent(index); first += RowsAtOnce)
        {
            var start = ledger.BaseTs + first;
            using var rows = await api.ReadRowsAsync(device.Id, Keys, start, start + RowsAtOnce);
            var seen = new int[RowsAtOnce];
            foreach (var series in rows.RootElement.EnumerateObject())
                Check(series, ledger.BaseTs, first, ledger.Sent(index), seen, faults);
            for (var i = 0; i < RowsAtOnce; i++)
            {
                stored += seen[i] == 3 ? 1 : 0;
                if (seen[i] is not (0 or 3) || (seen[i] == 0 && ledger.IsAcknowledged(index, first + i)))
                    faults.Add($"device {index}, number {first + i}: acknowledged={ledger.IsAcknowledged(index, first + i)}, {seen[i]} of 3 values stored");
            }
        }

        return (stored, faults);
    }

    private static void Check(JsonProperty series, long baseTs, int first, int sent, int[] seen, List<string> faults)
    {
        foreach (var row in series.Value.EnumerateArray())
        {
            var number = (int)(row.GetProperty("ts").GetInt64() - baseTs);
            var value = row.GetProperty("value");
            if (number >= sent)
                faults.Add($"{series.Name} number {number}: nobody sent it");
            else if (value.ValueKind != JsonValueKind.Number || value.GetDouble() != Expected(series.Name, number))
                faults.Add($"{series.Name} number {number}: stored {value.GetRawText()}");
            seen[number - first]++;
        }
    }

    private static double Expected(string key, int number)
    {
        var digits = (RequestTemplate.FirstNumber + number).ToString(CultureInfo.InvariantCulture);
        var prefix = key switch { "temperature" => "21.", "humidity" => "45.", _ => "" };
        return double.Parse(prefix + digits, CultureInfo.InvariantCulture);
    }
}
