using OrleansIot.Accounts;
using OrleansIot.Devices;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Calls;

/// <summary>The calls of one request to the management API, by the one policy.</summary>
internal sealed class GrainCalls(IGrainFactory grains, CallPolicy policy, TimeProvider time, CancellationToken aborted)
{
    /// <summary>Whether a call of this request was made more than once: then what it finds done may be its own doing.</summary>
    public bool HasRepeated { get; private set; }

    public static ValueTask<GrainCalls> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        return new(new GrainCalls(
            services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<CallPolicy>(), services.GetRequiredService<TimeProvider>(), context.RequestAborted));
    }

    /// <summary>Reads, and writes that may be made again: they set what they set, and a creation carries its id.</summary>
    public Task<T> RunAsync<T>(Func<IGrainFactory, Task<T>> call)
    {
        var attempts = 0;
        return policy.RunAsync(
            () =>
            {
                HasRepeated |= attempts++ > 0;
                return call(grains);
            },
            aborted);
    }

    /// <summary>A device for calls that are repeated by somebody else.</summary>
    public IDeviceGrain Device(Guid id) => grains.GetGrain<IDeviceGrain>(id);

    /// <summary>The same for calls of one device.</summary>
    public Task<T> DeviceAsync<T>(Guid id, Func<IDeviceGrain, Task<T>> call) => RunAsync(g => call(g.GetGrain<IDeviceGrain>(id)));

    /// <summary>The same for calls of one user.</summary>
    public Task<T> UserAsync<T>(Guid id, Func<IUserGrain, Task<T>> call) => RunAsync(g => call(g.GetGrain<IUserGrain>(id)));

    /// <summary>A creation under an id of its own, by which the registry knows one that comes again.</summary>
    public Task<Answer<T>> CreateAsync<T>(Func<IGrainFactory, Guid, Task<Answer<T>>> call)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        return RunAsync(g => call(g, id));
    }

    /// <summary>Where an earlier call of this request may have deleted it, "not there" is the end that was asked for.</summary>
    public async Task<Answer<bool>> DeleteAsync(Func<IGrainFactory, Task<Answer<bool>>> call)
    {
        var answer = await RunAsync(call);
        return HasRepeated && answer.Outcome == Outcome.NotFound ? true : answer;
    }

    /// <summary>Calls that would not know themselves again, such as a change of password by the old one: made once, and a failure is told.</summary>
    public Task<T> OnceAsync<T>(Func<IGrainFactory, Task<T>> call) => call(grains);
}
