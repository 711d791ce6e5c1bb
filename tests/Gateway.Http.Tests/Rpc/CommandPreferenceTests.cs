using Xunit;

namespace OrleansIot.Gateway.Rpc;

public sealed class CommandPreferenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0, "")]
    [InlineData(0, "respond-async, wait=10")]
    [InlineData(1, "commands")]
    [InlineData(1, "Commands=\"\"")]
    [InlineData(5, "commands=5")]
    [InlineData(5, "respond-async, COMMANDS = 5 ; why=not , commands=7")]
    [InlineData(5, "x=\"a,commands=3;\\\"\"", "commands=\"5\"")]
    [InlineData(10, "commands=11")]
    [InlineData(0, "commands=0")]
    [InlineData(0, "commands=-1")]
    [InlineData(0, "commands=many")]
    [InlineData(0, "commands=99999999999999999999")]
    [InlineData(0, "commandsx=5, \"commands=5")]
    public void the_first_preference_for_commands_counts(int expected, params string[] headers) => Assert.Equal(expected, CommandPreference.Read(headers, 10));
}
