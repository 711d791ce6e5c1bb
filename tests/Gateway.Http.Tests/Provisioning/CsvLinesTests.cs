using System.Text;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Provisioning;
using OrleansIot.Provisioning;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Tests.Provisioning;

public sealed class CsvLinesTests
{
    [Theory]
    [InlineData("a,b", new[] { "a", "b" })]
    [InlineData(",", new[] { "", "" })]
    [InlineData("", new[] { "" })]
    [InlineData("\"a,\"\"b\"\"\",c", new[] { "a,\"b\"", "c" })]
    [InlineData("a\"b", new[] { "a\"b" })]
    [InlineData("\"\"", new[] { "" })]
    public void fields_are_split_as_the_rfc_says(string line, string[] expected) => Assert.Equal(expected, CsvFields.Split(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"a\"b,c")]
    [InlineData("\"a\"\"")]
    public void a_quote_that_does_not_end_is_no_line(string line) => Assert.Null(CsvFields.Split(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void columns_may_come_in_any_order_and_hold_attributes()
    {
        var csv = Open("\uFEFFtoken,server:site,name,shared:limit,gateway,customer");
        var device = Read(csv, "tok,07,n,30,true,Acme");
        Assert.Equal(("n", "Acme", "tok", null), (device.Name, device.CustomerTitle, device.Credentials.CredentialsId, device.Fault));
        Assert.Equal("""{"gateway":true}""", Encoding.UTF8.GetString(device.AdditionalInfo!));
        Assert.Equal(
            [new(AttributeScope.Server, "site", TypedValue.String("07")), new ImportedAttribute(AttributeScope.Shared, "limit", TypedValue.Long(30))],
            device.Attributes);
        Assert.Empty(Read(csv, ",,m,,,").Attributes);
    }

    [Theory]
    [InlineData("type,label", "'name'")]
    [InlineData("name,colour", "colour")]
    [InlineData("name,server:", "server:")]
    [InlineData("name,name", "twice")]
    [InlineData("\"name", "'name'")]
    public void columns_that_make_no_sense_are_refused_as_a_whole(string header, string named) => Assert.Contains(named, Open(header).Fault, StringComparison.Ordinal);

    [Theory]
    [InlineData("a", "fields")]
    [InlineData("\"a,b", "quoted")]
    [InlineData(",x", "name")]
    [InlineData("a,maybe", "gateway")]
    public void a_line_that_makes_no_sense_is_refused_alone(string line, string named) =>
        Assert.Contains(named, Read(Open("name,gateway"), line).Fault, StringComparison.Ordinal);

    private static CsvLines Open(string header)
    {
        var csv = new CsvLines();
        Assert.Null(csv.Read(1, Encoding.UTF8.GetBytes(header)));
        return csv;
    }

    private static ImportedDevice Read(CsvLines csv, string line) => csv.Read(2, Encoding.UTF8.GetBytes(line))!;
}
