using OrleansIot.Rules;

namespace OrleansIot.Grains.Rules;

/// <summary>Speaks to the rules of all silos at once. A silo that does not answer in time is left out: it looks for changes itself.</summary>
internal static class RuleSilos
{
    public static Task RefreshAsync(IGrainFactory grains) => AllAsync(grains, async silo =>
    {
        await silo.Refresh();
        return true;
    });

    public static Task ClearDebugAsync(IGrainFactory grains, Guid entityId) => AllAsync(grains, async silo =>
    {
        await silo.ClearDebug(entityId);
        return true;
    });

    /// <summary>Newest first.</summary>
    public static async Task<RuleDebugEvent[]> ReadDebugAsync(IGrainFactory grains, Guid entityId)
    {
        var kept = await AllAsync(grains, silo => silo.ReadDebug(entityId));
        return [.. kept.SelectMany(events => events).OrderByDescending(e => e.Ts)];
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IGrainFactory grains, Func<IRuleSilo, Task<T>> ask)
    {
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        var answers = await Task.WhenAll(hosts.Keys.Select(async host =>
        {
            try
            {
                return (Answered: true, Answer: await ask(grains.GetGrain<IRuleSilo>(host.ToParsableString())));
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
                return (Answered: false, Answer: default(T)!);
            }
        }));
        return [.. answers.Where(a => a.Answered).Select(a => a.Answer)];
    }
}
