using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using OrleansIot.Grains.Workflows;
using OrleansIot.Silo.Hosting;

namespace OrleansIot.Silo.Tests.Storage;

/// <summary>What the storage of workflows promises, whatever the database: a silo's own provider, as grains get it.</summary>
public abstract class GrainStorageContract : IAsyncLifetime
{
    private const string State = "progress";

    private readonly List<IHost> _silos = [];

    public async ValueTask InitializeAsync() => await StartSiloAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var silo in _silos)
            await StopAsync(silo);
        await CloseAsync();
    }

    /// <summary>Adds the database of this test.</summary>
    private protected abstract Task AddStorageAsync(IServiceCollection services);

    /// <summary>Brings the schema up to date.</summary>
    private protected abstract Task MigrateAsync(IServiceProvider services);

    private protected abstract ValueTask CloseAsync();

    private IGrainStorage Storage => _silos[^1].Services.GetRequiredKeyedService<IGrainStorage>(WorkflowStorage.Name);

    [Fact]
    public async Task state_that_was_never_written_is_new()
    {
        var state = await ReadAsync(Grain("1"));
        Assert.Equal((false, null, 0), (state.RecordExists, state.ETag, state.State!.Step));
    }

    [Fact]
    public async Task state_comes_back_as_it_was_written_also_after_a_restart()
    {
        var state = await ReadAsync(Grain("1"));
        await WriteAsync(Grain("1"), state, 1);
        await WriteAsync(Grain("1"), state, 2);
        await StopAsync(_silos[^1]);
        _silos.Clear();
        await StartSiloAsync();
        var again = await ReadAsync(Grain("1"));
        Assert.Equal((true, state.ETag, 2, "step 2"), (again.RecordExists, again.ETag, again.State!.Step, again.State!.Note));
    }

    [Theory]
    [InlineData("020235", "20235")]
    [InlineData("AABBCCDDEEFF", "aabbccddeeff")]
    [InlineData("beef+a", "BEEF+a")]
    [InlineData("0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0", "00000000000000000000000000000000")]
    public async Task look_alike_keys_are_kept_apart(string one, string other)
    {
        await WriteAsync(Grain(one), await ReadAsync(Grain(one)), 1);
        Assert.False((await ReadAsync(Grain(other))).RecordExists);
        await WriteAsync(Grain(other), await ReadAsync(Grain(other)), 2);
        Assert.Equal((1, 2), ((await ReadAsync(Grain(one))).State!.Step, (await ReadAsync(Grain(other))).State!.Step));
    }

    [Fact]
    public async Task types_of_grains_and_names_of_states_are_kept_apart()
    {
        await WriteAsync(Grain("1"), await ReadAsync(Grain("1")), 1);
        Assert.False((await ReadAsync(GrainId.Create("other", "1"))).RecordExists);
        var other = new GrainState<Progress>(new());
        await Storage.ReadStateAsync("other", Grain("1"), other);
        Assert.False(other.RecordExists);
    }

    [Fact]
    public async Task of_two_activations_that_read_the_same_one_wins_and_the_other_learns_it()
    {
        var first = await ReadAsync(Grain("1"));
        var second = await ReadAsync(Grain("1"));
        await WriteAsync(Grain("1"), first, 1);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Grain("1"), second, 2));
        second = await ReadAsync(Grain("1"));
        await WriteAsync(Grain("1"), first, 3);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Grain("1"), second, 4));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(State, Grain("1"), second));
        Assert.Equal(3, (await ReadAsync(Grain("1"))).State!.Step);
    }

    [Fact]
    public async Task many_first_writers_make_one_state()
    {
        var states = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReadAsync(Grain("1"))));
        var wins = await Task.WhenAll(states.Select((state, i) => Task.Run(async () =>
        {
            try
            {
                await WriteAsync(Grain("1"), state, i + 1);
                return i + 1;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        })));
        Assert.Equal(Assert.Single(wins, win => win > 0), (await ReadAsync(Grain("1"))).State!.Step);
    }

    [Fact]
    public async Task cleared_state_is_gone_and_may_be_written_again_but_not_by_who_slept_through_it()
    {
        var state = await ReadAsync(Grain("1"));
        await WriteAsync(Grain("1"), state, 1);
        var asleep = await ReadAsync(Grain("1"));
        await Storage.ClearStateAsync(State, Grain("1"), state);
        Assert.False(state.RecordExists);
        var after = await ReadAsync(Grain("1"));
        Assert.Equal((false, 0), (after.RecordExists, after.State!.Step));
        await WriteAsync(Grain("1"), after, 2);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Grain("1"), asleep, 3));
        Assert.Equal(2, (await ReadAsync(Grain("1"))).State!.Step);
    }

    private static GrainId Grain(string key) => GrainId.Create("workflow", key);

    private async Task<GrainState<Progress>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Progress>(new());
        await Storage.ReadStateAsync(State, grain, state);
        return state;
    }

    private Task WriteAsync(GrainId grain, GrainState<Progress> state, int step)
    {
        state.State = new() { Step = step, Note = $"step {step}" };
        return Storage.WriteStateAsync(State, grain, state);
    }

    private async Task StartSiloAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        await AddStorageAsync(builder.Services);
        builder.UseOrleans(silo => silo.UseEmbeddedCluster(SiloEndpoints.OnLoopback(new())));
        var host = builder.Build();
        await MigrateAsync(host.Services);
        await host.StartAsync();
        _silos.Add(host);
    }

    private static async Task StopAsync(IHost silo)
    {
        await silo.StopAsync();
        await ((IAsyncDisposable)silo).DisposeAsync();
    }

    internal sealed record Progress
    {
        public int Step { get; init; }

        public string? Note { get; init; }
    }
}
