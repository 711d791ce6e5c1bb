using OrleansIot.Gateway.Ota;
using Xunit;

namespace OrleansIot.Gateway.Tests.Ota;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("a.bin", "attachment;filename=a.bin")]
    [InlineData("fw 1.0 (beta).bin", "attachment;filename=fw 1.0 (beta).bin")]
    public void plain_names_are_written_as_thingsboard_does(string name, string expected) => Assert.Equal(expected, FileNames.Disposition(name));

    [Theory]
    [InlineData("ä.bin")]
    [InlineData("a\"b;c.bin")]
    public void other_names_are_ascii_in_the_header_and_can_be_read_again(string name)
    {
        var header = FileNames.Disposition(name);
        Assert.All(header, c => Assert.InRange(c, ' ', '~'));
        Assert.Equal(name, Microsoft.Net.Http.Headers.ContentDispositionHeaderValue.Parse(header).FileNameStar.Value);
    }

    [Fact]
    public void only_the_name_itself_goes_through_raw()
    {
        Assert.Equal("utf-8", FileNames.Encoding("X-FileName")?.WebName);
        Assert.Null(FileNames.Encoding("Content-Disposition"));
    }
}
