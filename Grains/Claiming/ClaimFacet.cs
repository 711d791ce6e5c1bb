using OrleansIot.Attributes;
using OrleansIot.Claiming;
using OrleansIot.Grains.Attributes;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Values;
using OrleansIot.Values;

namespace OrleansIot.Grains.Claiming;

/// <summary>What one device offers, and who tries to get it.</summary>
internal sealed class ClaimFacet(long device, ClaimRecord stored, AttributeFacet attributes, ClaimingOptions options, ICommitter committer)
{
    /// <summary>Customers whose guesses are remembered. Each is one that somebody can log in for, so there are never many.</summary>
    private const int MaxThrottles = 1_000;

    private readonly Dictionary<Guid, FailureThrottle> _throttles = [];
    private ClaimRecord _record = stored;

    public async ValueTask<ChangeResult> OpenAsync(ClaimOffer offer)
    {
        var duration = offer.Duration > 0 ? offer.Duration : options.Duration;
        return await ReplaceAsync(new(offer.SecretHash, offer.Now > long.MaxValue - duration ? long.MaxValue : offer.Now + duration, _record.Attempt));
    }

    /// <summary>Whether the device may offer itself.</summary>
    public bool IsAllowed => options.AllowedByDefault || ClaimRules.IsTrue(attributes.Read(AttributeScope.Server, [ClaimRules.AllowedKey]));

    /// <summary>Whole seconds to wait before a secret of the customer is looked at; 0: now.</summary>
    public int Wait(Guid customer, long now) => _throttles.GetValueOrDefault(customer).Wait(now, options.MaxGuesses, options.GuessWindow);

    public ClaimVerdict Judge(Guid customer, bool owned, ClaimRequest request)
    {
        var prepared = ClaimRules.ReadPrepared(attributes.Read(AttributeScope.Server, [ClaimRules.DataKey]));
        var verdict = ClaimRules.Judge(_record, prepared, owned, request);
        if (verdict == ClaimVerdict.WrongSecret)
            Remember(customer, request.Now);
        return verdict;
    }

    /// <summary>Gives the device to the customer and closes what was offered.</summary>
    public Task<ChangeResult> GiveAsync(Guid customer, long version, ClaimRequest request) =>
        CloseAsync(request.Attempt, request.Now, new OwnerChange(device, customer, version));

    /// <summary>Closes what was offered for a device that has an owner.</summary>
    public Task<ChangeResult> CloseAsync(long now) => CloseAsync(_record.Attempt, now, null);

    /// <summary>Takes the device from its owner, if it has one, and closes what was offered.</summary>
    /// <param name="version">Of the device's fields; null: nobody owns it.</param>
    public async Task<ChangeResult> TakeBackAsync(long? version, long now)
    {
        var closed = new ClaimChange(device, ClaimRecord.None);
        if (version is not { } expected)
            return _record.SecretHash is null ? ChangeResult.Applied : await ReplaceAsync(ClaimRecord.None);
        var edit = options.AllowedByDefault ? null : attributes.Stage(AttributeScope.Server, new(now, [new(ClaimRules.AllowedKey, TypedValue.Boolean(true))]), []);
        var result = await committer.CommitAsync(device, edit, closed, new OwnerChange(device, null, expected));
        if (result == ChangeResult.Applied)
            _record = ClaimRecord.None;
        return result;
    }

    private async Task<ChangeResult> CloseAsync(Guid? attempt, long now, OwnerChange? owner)
    {
        var closed = new ClaimRecord(null, 0, attempt);
        var edit = attributes.Stage(AttributeScope.Server, new(now, []), [ClaimRules.AllowedKey, ClaimRules.DataKey]);
        var claim = new ClaimChange(device, closed);
        var result = owner is null ? await committer.CommitAsync(device, edit, claim) : await committer.CommitAsync(device, edit, claim, owner);
        if (result == ChangeResult.Applied)
            _record = closed;
        return result;
    }

    private async Task<ChangeResult> ReplaceAsync(ClaimRecord record)
    {
        var result = await committer.CommitAsync(new ClaimChange(device, record));
        if (result == ChangeResult.Applied)
            _record = record;
        return result;
    }

    private void Remember(Guid customer, long now)
    {
        if (_throttles.Count >= MaxThrottles && !_throttles.ContainsKey(customer))
        {
            foreach (var (known, throttle) in _throttles)
                if (throttle.IsOver(now, options.GuessWindow))
                    _throttles.Remove(known);
        }
        if (_throttles.Count < MaxThrottles || _throttles.ContainsKey(customer))
            _throttles[customer] = _throttles.GetValueOrDefault(customer).Failed(now, options.GuessWindow);
    }
}
