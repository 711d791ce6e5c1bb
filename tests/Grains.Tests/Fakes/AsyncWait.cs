namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>Waits for what happens beside the test, where nothing can be awaited.</summary>
internal static class AsyncWait
{
    public static Task UntilAsync(Func<bool> condition, TimeSpan patience) => UntilAsync(() => Task.FromResult(condition()), patience);

    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan patience)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < patience, "it did not happen");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
