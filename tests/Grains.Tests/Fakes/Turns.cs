namespace OrleansIot.Grains.Tests.Fakes;

/// <summary>Runs a test as a grain runs its calls: one step at a time, wherever it awaits.</summary>
internal static class Turns
{
    public static Task RunAsync(Func<Task> test) => Task.Factory.StartNew(
        test, TestContext.Current.CancellationToken, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
