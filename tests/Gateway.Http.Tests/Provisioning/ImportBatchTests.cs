using OrleansIot.Gateway.Provisioning;
using OrleansIot.Provisioning;
using Xunit;

namespace OrleansIot.Gateway.Tests.Provisioning;

public sealed class ImportBatchTests
{
    [Theory]
    [InlineData(100, ImportBatch.MaxLines)]
    [InlineData(ImportLines.MaxLine, ImportBatch.MaxBytes / ImportLines.MaxLine)]
    public void a_batch_of_short_lines_is_bounded_by_their_number_and_one_of_long_lines_by_their_bytes(int bytes, int expected)
    {
        var batch = new ImportBatch();
        Assert.True(batch.IsEmpty);
        while (!batch.IsFull)
            batch.Add(ImportedDevice.Unreadable(1, ""), bytes);
        Assert.Equal(expected, batch.Devices.Length);
    }
}
