using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansIot.Gateway.Ota;
using OrleansIot.Ota;
using Xunit;

namespace OrleansIot.Gateway.Tests.Ota;

public sealed class OtaCacheTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "orleansiot-cache-" + Guid.NewGuid().ToString("N"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 4_321)]
    [InlineData(999, 2)]
    [InlineData(4_320, 1)]
    public async Task what_is_read_is_what_is_stored_whether_it_is_new_or_was_there(int offset, int length)
    {
        var file = new StoredFile(4_321);
        using var cache = Open(file);
        for (var round = 0; round < 3; round++)
            Assert.Equal(file.Data.AsSpan(offset, length).ToArray(), await ReadAsync(cache, file.Info, offset, length));
    }

    [Fact]
    public async Task a_fleet_asks_the_silos_for_each_chunk_once()
    {
        var file = new StoredFile(50_500);
        using var cache = Open(file);
        var read = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAsync(cache, file.Info, 0, 50_500)));
        Assert.All(read, data => Assert.Equal(file.Data, data));
        Assert.Equal(51, file.Asked);
    }

    [Fact]
    public async Task what_has_come_is_given_before_the_rest_has()
    {
        var file = new StoredFile(3_500) { HeldFrom = 2 };
        using var cache = Open(file, chunksInFlight: 1);
        using var reader = cache.Open(file.Info, 0, 3_500)!;
        var first = new byte[2_000];
        await ReadExactlyAsync(reader, first);
        Assert.Equal(file.Data[..2_000], first);
        var rest = new byte[1_500];
        var reading = ReadExactlyAsync(reader, rest);
        Assert.False(reading.IsCompleted);
        file.More.SetResult();
        await reading;
        Assert.Equal(file.Data[2_000..], rest);
    }

    [Fact]
    public async Task a_later_process_uses_what_an_earlier_one_left_after_it_has_checked_it()
    {
        var file = new StoredFile(2_500);
        using (var cache = Open(file))
            await FillAsync(cache, file);
        var asked = file.Asked;
        using (var cache = Open(file))
            Assert.Equal(file.Data, await ReadAsync(cache, file.Info, 0, 2_500));
        Assert.Equal(asked, file.Asked);

        await File.WriteAllBytesAsync(Directory.GetFiles(_folder, file.Info.Sha256, SearchOption.AllDirectories).Single(), new byte[2_500], Cancellation);
        using (var cache = Open(file))
            Assert.Equal(file.Data, await ReadAsync(cache, file.Info, 0, 2_500));
        Assert.True(file.Asked > asked);
    }

    [Fact]
    public async Task what_was_used_longest_ago_goes_and_the_bound_holds()
    {
        var files = Enumerable.Range(0, 4).Select(n => new StoredFile(1_000, seed: n)).ToArray();
        using var cache = Open(new Shelf(files), bytes: 2_500);
        await FillAsync(cache, files[0]);
        await FillAsync(cache, files[1]);
        await FillAsync(cache, files[0]);
        await FillAsync(cache, files[2]);
        Assert.Equal(new[] { files[0].Info.Sha256, files[2].Info.Sha256 }.Order(), Cached());
    }

    [Fact]
    public async Task what_is_in_use_stays_and_what_does_not_fit_is_not_for_the_cache()
    {
        var files = Enumerable.Range(0, 3).Select(n => new StoredFile(1_000, seed: n)).ToArray();
        using var cache = Open(new Shelf(files), bytes: 1_500);
        using (var reader = cache.Open(files[0].Info, 0, 1_000))
        {
            Assert.Null(cache.Open(files[1].Info, 0, 1_000));
            var data = new byte[1_000];
            await ReadExactlyAsync(reader!, data);
        }
        Assert.Null(cache.Open(new StoredFile(1_501).Info, 0, 1));
        await WaitIdleAsync(cache, files[0]);
        Assert.NotNull(cache.Open(files[1].Info, 0, 1_000));
    }

    [Fact]
    public async Task data_that_is_not_what_its_name_says_is_not_kept()
    {
        var file = new StoredFile(1_500) { IsDamaged = true };
        using var cache = Open(file);
        await ReadAsync(cache, file.Info, 0, 1_500);
        await UntilAsync(() => Directory.GetFiles(_folder, file.Info.Sha256 + "*", SearchOption.AllDirectories).Length == 0);
        file.IsDamaged = false;
        Assert.Equal(file.Data, await ReadAsync(cache, file.Info, 0, 1_500));
    }

    [Fact]
    public async Task when_the_silos_fail_the_reader_asks_them_itself_and_the_next_one_starts_anew()
    {
        var file = new StoredFile(1_500) { Failure = new TimeoutException() };
        using var cache = Open(file);
        await Assert.ThrowsAsync<TimeoutException>(() => ReadAsync(cache, file.Info, 0, 1_500));
        file.Failure = new ContentGoneException();
        await UntilAsync(() => Directory.GetFiles(_folder, file.Info.Sha256 + "*", SearchOption.AllDirectories).Length == 0);
        await Assert.ThrowsAsync<ContentGoneException>(() => ReadAsync(cache, file.Info, 0, 1_500));
        file.Failure = null;
        await UntilAsync(() => Directory.GetFiles(_folder, file.Info.Sha256 + "*", SearchOption.AllDirectories).Length == 0);
        Assert.Equal(file.Data, await ReadAsync(cache, file.Info, 0, 1_500));
    }

    [Fact]
    public async Task two_processes_with_one_folder_do_not_meet()
    {
        var file = new StoredFile(1_500);
        using var one = Open(file);
        using var other = Open(file);
        await FillAsync(one, file);
        await FillAsync(other, file);
        await UntilAsync(() => Directory.GetFiles(_folder, file.Info.Sha256, SearchOption.AllDirectories).Length == 2);
    }

    [Fact]
    public void without_a_folder_there_is_no_cache_and_no_failure()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var file = new StoredFile(10);
        using var cache = Open(file, folder: Path.Combine(_folder, "file"));
        Assert.Null(cache.Open(file.Info, 0, 10));
        using var off = Open(file, bytes: 0);
        Assert.Null(off.Open(file.Info, 0, 10));
    }

    private OtaCache Open(IOtaChunks chunks, long bytes = 1 << 20, int chunksInFlight = 4, string? folder = null) => new(
        chunks, Options.Create(new OtaOptions { CachePath = folder ?? _folder, CacheBytes = bytes, ChunksInFlight = chunksInFlight }), new Surroundings(), NullLogger<OtaCache>.Instance);

    private async Task FillAsync(OtaCache cache, StoredFile file)
    {
        Assert.Equal(file.Data, await ReadAsync(cache, file.Info, 0, file.Data.Length));
        await WaitIdleAsync(cache, file);
    }

    /// <summary>A file has its name when it is whole.</summary>
    private Task WaitIdleAsync(OtaCache cache, StoredFile file) =>
        UntilAsync(() => Directory.GetFiles(_folder, file.Info.Sha256, SearchOption.AllDirectories).Length > 0);

    private IEnumerable<string> Cached() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(p => Path.GetFileName(p)!).Where(n => n.Length == 64).Order();

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancellation);
    }

    private static async Task<byte[]> ReadAsync(OtaCache cache, OtaFile file, int offset, int length)
    {
        using var reader = cache.Open(file, offset, length)!;
        var data = new byte[length];
        await ReadExactlyAsync(reader, data);
        return data;
    }

    private static async Task ReadExactlyAsync(IContentReader reader, byte[] data)
    {
        for (var at = 0; at < data.Length;)
            at += await reader.ReadAsync(data.AsMemory(at, Math.Min(700, data.Length - at)), Cancellation);
    }

    private sealed class Shelf(StoredFile[] files) : IOtaChunks
    {
        public Task<byte[]> ReadAsync(OtaFile file, int index) => files.Single(f => f.Info == file).ReadAsync(file, index);
    }

    private sealed class Surroundings : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = Path.GetTempPath();

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
