using System.Net;
using System.Text;

namespace OrleansIot.Silo.Tests.Http;

[Collection(ManagementServer.Name)]
public sealed class OtaUploadTests(EmbeddedServer server) : IAsyncLifetime
{
    private readonly string _title = LifecycleClient.Unique("fw");
    private string _profile = "";

    public async ValueTask InitializeAsync() => _profile = (await server.CreateProfileAsync()).Id;

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task data_with_another_checksum_is_refused_and_the_package_waits_on()
    {
        var id = await server.CreatePackageAsync(_profile, _title, "1.0");
        using var wrong = await server.UploadAsync(id, "abc"u8.ToArray(), query: "?checksumAlgorithm=CRC32&checksum=00000000");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.False((await server.Admin.GetApiAsync($"api/otaPackage/{id}")).Ok()["hasData"].GetBoolean());
        using var right = await server.UploadAsync(id, "abc"u8.ToArray(), query: "?checksumAlgorithm=CRC32&checksum=C2412435");
        Assert.True(right.IsSuccessStatusCode);
        var info = (await server.Admin.GetApiAsync($"api/otaPackage/info/{id}")).Ok();
        Assert.Equal(("CRC32", "c2412435", 3), (info["checksumAlgorithm"].GetString(), info["checksum"].GetString(), info["dataSize"].GetInt32()));
    }

    [Fact]
    public async Task of_data_that_lies_elsewhere_devices_are_told_what_is_known_and_it_never_changes()
    {
        var body = new Dictionary<string, object?>
        {
            ["deviceProfileId"] = new { entityType = "DEVICE_PROFILE", id = _profile },
            ["type"] = "FIRMWARE",
            ["title"] = _title,
            ["version"] = "1.0",
            ["usesUrl"] = true,
            ["url"] = "http://example.org/fw.bin",
            ["checksumAlgorithm"] = "CRC32",
            ["checksum"] = "1BDF05A5",
            ["dataSize"] = 5_000_000_000,
        };
        var made = (await server.Admin.PostApiAsync($"api/otaPackage", body)).Ok();
        Assert.Equal(("CRC32", "1bdf05a5", 5_000_000_000), (made["checksumAlgorithm"].GetString(), made["checksum"].GetString(), made["dataSize"].GetInt64()));
        (await server.ChangeAsync("otaPackage", made.Id)).Ok();
        (await server.ChangeAsync("otaPackage", made.Id, ("dataSize", 1))).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/otaPackage", new Dictionary<string, object?>(body) { ["version"] = "2.0", ["checksum"] = "no hex" })).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/otaPackage", new Dictionary<string, object?>(body) { ["version"] = "2.0", ["checksumAlgorithm"] = "CRC31" })).Refused(400, 31);
        (await server.Admin.PostApiAsync($"api/otaPackage", new Dictionary<string, object?>(body) { ["version"] = "2.0", ["dataSize"] = -1 })).Refused(400, 31);

        var (device, token) = await server.CreateDeviceAsync(_profile);
        (await server.ChangeAsync("device", device, ("firmwareId", LifecycleClient.Package(made.Id)))).Ok();
        var told = await server.AttributesAsync(device);
        Assert.Equal(("5000000000", "CRC32", "1bdf05a5", "http://example.org/fw.bin"), (told["fw_size"], told["fw_checksum_algorithm"], told["fw_checksum"], told["fw_url"]));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Device.GetApiAsync($"api/v1/{token}/firmware?title={_title}&version=1.0")).Status);
    }

    [Fact]
    public async Task data_is_uploaded_once()
    {
        var id = await server.CreatePackageAsync(_profile, "abc"u8.ToArray(), _title);
        using var again = await server.UploadAsync(id, "def"u8.ToArray());
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal("abc", (await server.Admin.GetApiAsync($"api/otaPackage/{id}/download")).Ok().Text);
    }

    [Fact]
    public async Task of_two_uploads_at_once_one_counts_whole()
    {
        var id = await server.CreatePackageAsync(_profile, _title, "1.0");
        byte[][] images = [.. Enumerable.Range(0, 2).Select(n => Enumerable.Repeat((byte)('a' + n), 400_000).ToArray())];
        var answers = await Task.WhenAll(images.Select(image => server.UploadAsync(id, image)));
        var winner = Array.FindIndex(answers, a => a.IsSuccessStatusCode);
        Assert.Single(answers, a => a.IsSuccessStatusCode);
        Assert.Equal(Encoding.ASCII.GetString(images[winner]), (await server.Admin.GetApiAsync($"api/otaPackage/{id}/download")).Ok().Text);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a\"\r\n\r\nabc\r\n--b--\r\n")]
    [InlineData("multipart/form-data", "abc")]
    [InlineData("application/octet-stream", "abc")]
    public async Task a_body_that_holds_no_file_is_refused_and_leaves_nothing(string contentType, string body)
    {
        var id = await server.CreatePackageAsync(_profile, _title, "1.0");
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await server.Admin.PostAsync(new Uri($"api/otaPackage/{id}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False((await server.Admin.GetApiAsync($"api/otaPackage/{id}")).Ok()["hasData"].GetBoolean());
        using var good = await server.UploadAsync(id, "abc"u8.ToArray());
        Assert.True(good.IsSuccessStatusCode);
    }

    [Fact]
    public async Task a_package_is_what_it_was_created_as()
    {
        var id = await server.CreatePackageAsync(_profile, "abc"u8.ToArray(), _title);
        (await server.ChangeAsync("otaPackage", id, ("version", "2.0"))).Refused(400, 31);
        var changed = (await server.ChangeAsync("otaPackage", id, ("additionalInfo", new { description = "d" }))).Ok();
        Assert.Equal("d", changed["additionalInfo"].GetProperty("description").GetString());
    }

    [Fact]
    public async Task a_package_that_somebody_runs_is_not_deleted()
    {
        var id = await server.CreatePackageAsync(_profile, "abc"u8.ToArray(), _title);
        (await server.ChangeAsync("deviceProfile", _profile, ("firmwareId", LifecycleClient.Package(id)))).Ok();
        (await server.Admin.DeleteApiAsync($"api/otaPackage/{id}")).Refused(400, 31);
        (await server.ChangeAsync("deviceProfile", _profile, ("firmwareId", null))).Ok();
        (await server.Admin.DeleteApiAsync($"api/otaPackage/{id}")).Ok();
        (await server.Admin.GetApiAsync($"api/otaPackage/{id}")).Refused(404, 32);
    }
}
