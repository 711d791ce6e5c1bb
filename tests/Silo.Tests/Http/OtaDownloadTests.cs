using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace OrleansIot.Silo.Tests.Http;

/// <summary>What a device gets when it asks for its firmware.</summary>
[Collection(ManagementServer.Name)]
public sealed class OtaDownloadTests(EmbeddedServer server) : IAsyncLifetime
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(300_000);

    private readonly string _title = LifecycleClient.Unique("fw");
    private string _profile = "";
    private string _package = "";
    private string _device = "";
    private string _token = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _profile = (await server.CreateProfileAsync()).Id;
        _package = await server.CreatePackageAsync(_profile, Data, _title, fileName: "föhn.bin");
        (_device, _token) = await server.CreateDeviceAsync(_profile);
        (await server.ChangeAsync("device", _device, ("firmwareId", LifecycleClient.Package(_package)))).Ok();
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task the_whole_image_comes_with_its_length_name_and_entity_tag()
    {
        using var answer = await GetAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Data, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(Data.Length, answer.Content.Headers.ContentLength);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(Data))}\"", answer.Headers.ETag!.Tag);
        Assert.Equal("bytes", answer.Headers.AcceptRanges.Single());
        // A header is latin-1 to HttpClient; its bytes are UTF-8.
        Assert.Equal("föhn.bin", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer.Headers.GetValues("x-filename").Single())));
    }

    [Theory]
    [InlineData(100_000, 0, 0, 100_000)]
    [InlineData(100_000, 2, 200_000, 100_000)]
    [InlineData(100_000, 3, 300_000, 0)]
    [InlineData(299_999, 1, 299_999, 1)]
    [InlineData(int.MaxValue, 0, 0, 300_000)]
    [InlineData(int.MaxValue, int.MaxValue, 300_000, 0)]
    [InlineData(1, int.MaxValue, 300_000, 0)]
    public async Task a_chunk_is_its_part_of_the_image_and_nothing_past_the_end(int size, int chunk, int from, int count)
    {
        using var answer = await GetAsync($"&size={size}&chunk={chunk}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Data[from..(from + count)], await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(count, answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=299999-", 299_999, 1)]
    [InlineData("bytes=-5", 299_995, 5)]
    [InlineData("bytes=100-1000000", 100, 299_900)]
    public async Task a_range_is_answered_206_with_where_it_lies(string range, int from, int count)
    {
        using var answer = await GetAsync("", ("Range", range));
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(Data[from..(from + count)], await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(new ContentRangeHeaderValue(from, from + count - 1, Data.Length), answer.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task a_range_behind_the_end_is_416_and_one_that_is_none_is_passed_over()
    {
        using var behind = await GetAsync("", ("Range", "bytes=300000-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, behind.StatusCode);
        Assert.Equal("bytes */300000", behind.Content.Headers.GetValues("Content-Range").Single());
        using var none = await GetAsync("", ("Range", "lines=1-2"));
        Assert.Equal(HttpStatusCode.OK, none.StatusCode);
    }

    [Fact]
    public async Task who_has_the_image_is_told_so_and_a_range_of_another_image_is_the_whole_of_this_one()
    {
        using var whole = await GetAsync();
        var tag = whole.Headers.ETag!.Tag;
        using var unchanged = await GetAsync("", ("If-None-Match", $"\"other\", W/{tag}"));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(tag, unchanged.Headers.ETag!.Tag);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync(Cancellation));
        using var same = await GetAsync("", ("Range", "bytes=1-2"), ("If-Range", tag));
        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        using var other = await GetAsync("", ("Range", "bytes=1-2"), ("If-Range", "\"other\""));
        Assert.Equal(Data.Length, (await other.Content.ReadAsByteArrayAsync(Cancellation)).Length);
    }

    [Fact]
    public async Task head_says_what_get_would_and_sends_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"api/v1/{_token}/firmware?title={_title}&version=1.0");
        using var answer = await server.Device.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.OK, (long?)Data.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task an_image_that_is_not_the_devices_is_not_given_to_it()
    {
        var (_, other) = await server.CreateDeviceAsync((await server.CreateProfileAsync()).Id);
        using var nothing = await server.Device.GetAsync(new Uri($"api/v1/{other}/firmware?title={_title}&version=1.0", UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, 0L), (nothing.StatusCode, nothing.Content.Headers.ContentLength));
        using var wrong = await server.Device.GetAsync(new Uri($"api/v1/{_token}/firmware?title={_title}&version=2.0", UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, 0L), (wrong.StatusCode, wrong.Content.Headers.ContentLength));
        using var software = await server.Device.GetAsync(new Uri($"api/v1/{_token}/software?title={_title}&version=1.0", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, software.StatusCode);
        using var nobody = await server.Device.GetAsync(new Uri($"api/v1/{_token}x/firmware?title={_title}&version=1.0", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task after_the_package_was_taken_from_the_device_it_is_not_given_any_more()
    {
        (await server.ChangeAsync("device", _device, ("firmwareId", null))).Ok();
        using var answer = await GetAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        (await server.Admin.DeleteApiAsync($"api/otaPackage/{_package}")).Ok();
        (await server.Admin.GetApiAsync($"api/otaPackage/{_package}/download")).Refused(404, 32);
    }

    private async Task<HttpResponseMessage> GetAsync(string query = "", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/{_token}/firmware?title={_title}&version=1.0{query}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.Device.SendAsync(request, Cancellation);
    }
}
