using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OrleansIot.Gateway.Ota;
using Xunit;

namespace OrleansIot.Gateway.Tests.Ota;

/// <summary>Conditions and ranges as RFC 9110 has them.</summary>
public sealed class SelectionTests
{
    private const string Tag = "\"abc\"";

    [Theory]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("bytes=0-99", 206, 0, 10)]
    [InlineData("bytes=3-", 206, 3, 7)]
    [InlineData("bytes=-4", 206, 6, 4)]
    [InlineData("bytes=-99", 206, 0, 10)]
    [InlineData("BYTES=9-9", 206, 9, 1)]
    [InlineData("bytes=10-", 416, 0, 0)]
    [InlineData("bytes=-0", 416, 0, 0)]
    [InlineData("bytes=99999999999999999-", 416, 0, 0)]
    [InlineData("bytes=0-1,4-5", 200, 0, 10)]
    [InlineData("chunks=0-1", 200, 0, 10)]
    [InlineData("bytes=5-3", 200, 0, 10)]
    [InlineData("bytes=x", 200, 0, 10)]
    [InlineData("nonsense", 200, 0, 10)]
    public void a_range_is_one_part_or_is_passed_over(string range, int status, long offset, long length) =>
        Assert.Equal(new Selection(status, offset, length), Select(("Range", range)));

    [Theory]
    [InlineData(Tag, 206)]
    [InlineData("\"other\"", 200)]
    [InlineData("W/\"abc\"", 200)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", 200)]
    [InlineData("nonsense", 200)]
    public void a_range_of_other_data_than_these_is_passed_over(string ifRange, int status) => Assert.Equal(status, Select(("Range", "bytes=0-1"), ("If-Range", ifRange)).Status);

    [Theory]
    [InlineData(Tag, 304)]
    [InlineData("W/\"abc\"", 304)]
    [InlineData("\"x\", \"abc\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"x\"", 200)]
    [InlineData("nonsense", 200)]
    public void who_has_the_data_is_told_so(string ifNoneMatch, int status) => Assert.Equal(status, Select(("If-None-Match", ifNoneMatch)).Status);

    [Theory]
    [InlineData(Tag, 200)]
    [InlineData("*", 200)]
    [InlineData("\"x\"", 412)]
    [InlineData("W/\"abc\"", 412)]
    public void who_wants_just_these_data_gets_no_others(string ifMatch, int status) => Assert.Equal(status, Select(("If-Match", ifMatch)).Status);

    [Fact]
    public void what_the_client_has_goes_before_its_range() => Assert.Equal(304, Select(("If-None-Match", Tag), ("Range", "bytes=0-1")).Status);

    [Fact]
    public void only_get_has_ranges() => Assert.Equal(new Selection(200, 0, 10), Select("HEAD", 10, ("Range", "bytes=0-1")));

    [Fact]
    public void of_nothing_no_range_can_be_given() => Assert.Equal(416, Select("GET", 0, ("Range", "bytes=0-1")).Status);

    private static Selection Select(params (string Name, string Value)[] headers) => Select("GET", 10, headers);

    private static Selection Select(string method, long length, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        return Selection.Make(request, new EntityTagHeaderValue(Tag), length);
    }
}
