using OrleansIot.Grains.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage;

/// <summary>What a batch of a bulk import adds to its progress. Lines that were counted before are not counted again.</summary>
internal static class ImportCount
{
    /// <param name="before">The last line that has been counted.</param>
    public static (long Line, long Created, long Failed) Of(ImportStep step, Answer<CreatedDevice>[] answers, long before)
    {
        var (line, created, failed) = (before, 0L, 0L);
        for (var i = 0; i < answers.Length; i++)
        {
            line = Math.Max(line, step.Lines[i]);
            if (step.Lines[i] <= before)
                continue;
            if (answers[i].Outcome == Outcome.Done)
                created++;
            else
                failed++;
        }
        foreach (var unreadable in step.Unreadable)
        {
            line = Math.Max(line, unreadable);
            failed += unreadable > before ? 1 : 0;
        }
        return (line, created, failed);
    }
}
