using OrleansIot.Gateway.Ota;
using OrleansIot.Ota;
using Xunit;

namespace OrleansIot.Gateway.Tests.Ota;

public sealed class ContentSliceTests
{
    [Theory]
    [InlineData(10, 0, 0, 0, 10)]
    [InlineData(10, 0, 5, 0, 10)]
    [InlineData(10, 4, 0, 0, 4)]
    [InlineData(10, 4, 2, 8, 2)]
    [InlineData(10, 4, 3, 10, 0)]
    [InlineData(10, 5, 2, 10, 0)]
    [InlineData(10, 11, 0, 0, 10)]
    [InlineData(10, 65_536, 65_536, 10, 0)]
    [InlineData(10, int.MaxValue, int.MaxValue, 10, 0)]
    [InlineData(5_000_000_000, 1_000_000_000, 4, 4_000_000_000, 1_000_000_000)]
    public void a_part_is_what_its_size_and_number_say_in_64_bits(long total, int size, int part, long offset, long length) =>
        Assert.Equal(new ContentSlice(offset, length), ContentSlice.Part(File(total), size, part));

    [Fact]
    public void parts_have_tags_of_their_own_and_the_whole_has_that_of_the_content()
    {
        var file = File(10);
        Assert.Equal($"\"{file.Sha256}\"", ContentSlice.Whole(file).Tag(file));
        Assert.Equal($"\"{file.Sha256}\"", ContentSlice.Part(file, 100, 0).Tag(file));
        var tags = Enumerable.Range(0, 4).Select(n => ContentSlice.Part(file, 3, n).Tag(file)).Append(ContentSlice.Part(file, 4, 0).Tag(file));
        Assert.Distinct(tags);
    }

    private static OtaFile File(long size) => new(Guid.NewGuid(), "a", "b", ChecksumAlgorithm.Sha256, "", size, new string('a', 64), 65_536);
}
