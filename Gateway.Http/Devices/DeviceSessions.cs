using Microsoft.Extensions.Options;
using OrleansIot.Devices;
using OrleansIot.Gateway.Calls;

namespace OrleansIot.Gateway.Devices;

/// <summary>
/// Access tokens to device sessions, cached with the misses. A stale entry lets nobody in: the device's grain compares the version it carries with its current one.
/// </summary>
internal sealed class DeviceSessions(IGrainFactory grains, CallPolicy calls, IOptions<DeviceSessionOptions> options, TimeProvider time)
{
    /// <summary>No credentials id is longer (UTF-16 units).</summary>
    private const int MaxTokenLength = 255;

    private readonly GenerationCache<DeviceSession> _known = new(options.Value.MaxKnown);
    private readonly GenerationCache<Miss> _unknown = new(options.Value.MaxUnknown);
    private readonly TimeSpan _unknownFor = TimeSpan.FromMilliseconds(options.Value.UnknownFor);

    /// <summary>The session from the cache, without a call.</summary>
    public DeviceSession? Cached(ReadOnlySpan<char> token)
    {
        if (!_known.TryGet(token, out var session))
            return null;
        SessionInstruments.Hit();
        return session;
    }

    /// <summary>The session of a token that is not in the cache; null when no device has it.</summary>
    public async Task<DeviceSession?> FindAsync(string token, CancellationToken aborted)
    {
        if (token.Length > MaxTokenLength)
            return null;
        if (_unknown.TryGet(token, out var miss))
        {
            if (time.GetElapsedTime(miss.At) < _unknownFor)
            {
                SessionInstruments.Unknown();
                return null;
            }
            _unknown.Remove(token, miss);
        }
        return await ResolveAsync(token, calls.Begin(), aborted);
    }

    /// <summary>The session to use after the grain refused this one; null when the token opens nothing any more.</summary>
    public async Task<DeviceSession?> RenewAsync(DeviceSession refused, Call call, CancellationToken aborted)
    {
        _known.Remove(refused.Token, refused);
        var session = await ResolveAsync(refused.Token, call, aborted);
        return session == refused ? null : session;
    }

    private async Task<DeviceSession?> ResolveAsync(string token, Call call, CancellationToken aborted)
    {
        SessionInstruments.Miss();
        var owner = await calls.RunAsync(call, () => grains.GetGrain<ITokenResolver>(0).Resolve(token), aborted);
        if (owner is null)
        {
            _unknown.Set(token, new(time.GetTimestamp()));
            return null;
        }
        var session = new DeviceSession(token, grains.GetGrain<IDeviceGrain>(owner.DeviceId), owner.CredentialsVersion);
        _known.Set(token, session);
        return session;
    }

    private sealed record Miss(long At);
}
