using Orleans.Concurrency;
using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Grains.Batching;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Grains.Provisioning;

/// <summary>While one batch is stored, the requests that arrive wait for the next: a fleet that starts costs one transaction at a time.</summary>
[StatelessWorker(1), Reentrant]
public sealed class DeviceProvisioner(IProvisioningStore store) : Grain, IDeviceProvisioner
{
    private const int MaxBatch = 500;
    private const int Attempts = 3;

    /// <summary>More would be given up before their turn comes.</summary>
    private const int MaxWaiting = 20 * MaxBatch;

    private Batcher<ProvisionRequest, ProvisionAnswer>? _batcher;

    public Task<ProvisionAnswer> Provision(ProvisionRequest request)
    {
        _batcher ??= new(MaxBatch, DecideAsync);
        return _batcher.Waiting < MaxWaiting ? _batcher.AddAsync(request) : Task.FromResult(ProvisionAnswer.Busy);
    }

    /// <summary>The answers come one by one: who waits for a device's grain keeps nobody else waiting.</summary>
    private async Task<Task<ProvisionAnswer>[]> DecideAsync(IReadOnlyList<ProvisionRequest> requests)
    {
        var profiles = await store.FindProfilesAsync([.. requests.Select(r => r.Key)], CancellationToken.None);
        var answers = new Task<ProvisionAnswer>[requests.Count];
        var created = new List<(int Request, NewDevice Device)>();
        for (var i = 0; i < requests.Count; i++)
        {
            var end = Judge(requests[i], profiles[i]);
            if (end is { } refused)
                answers[i] = Task.FromResult(new ProvisionAnswer(refused));
            else if (profiles[i]!.Type == ProvisionType.CheckPreProvisionedDevices)
                answers[i] = CollectAsync(requests[i], profiles[i]!.Id, profiles[i]!.Reprovision ? CollectRule.Repeatedly : CollectRule.Once);
            else if (ProvisionRules.Make(requests[i], profiles[i]!.Id) is { } device)
                created.Add((i, device));
            else
                answers[i] = Task.FromResult(ProvisionAnswer.Failure);
        }
        if (created.Count > 0)
        {
            var results = await store.CreateAsync([.. created.Select(c => c.Device)], null, CancellationToken.None);
            for (var n = 0; n < results.Length; n++)
                answers[created[n].Request] = AnswerAsync(requests[created[n].Request], profiles[created[n].Request]!, created[n].Device, results[n]);
        }
        return answers;
    }

    /// <summary>Null: the request goes on.</summary>
    private static ProvisionEnd? Judge(ProvisionRequest request, ProvisioningProfile? profile)
    {
        if (profile is null || !ProvisionRules.IsSecret(profile.Secret, request.Secret))
            return ProvisionEnd.WrongSecret;
        return profile.Type switch
        {
            ProvisionType.Disabled => ProvisionEnd.Disabled,
            ProvisionType.X509CertificateChain => ProvisionEnd.Failure,
            _ => null,
        };
    }

    private async Task<ProvisionAnswer> AnswerAsync(ProvisionRequest request, ProvisioningProfile profile, NewDevice device, Answer<CreatedDevice> result)
    {
        if (result.Value is { } created)
            return new(ProvisionEnd.Success, created.Id, device.Fields.Name, created.Credentials);
        // A device that has lost its credentials gets those that it has, where the profile lets it.
        return result.Outcome == Outcome.Conflict && profile.Reprovision ? await CollectAsync(request, profile.Id, CollectRule.OnlyAgain) : ProvisionAnswer.Failure;
    }

    private async Task<ProvisionAnswer> CollectAsync(ProvisionRequest request, Guid profile, CollectRule rule)
    {
        if (string.IsNullOrEmpty(request.Name) || (await store.FindDevicesAsync([request.Name], CancellationToken.None))[0] is not { } device)
            return ProvisionAnswer.Failure;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await GrainFactory.GetGrain<IDeviceGrain>(device).Provision(profile, rule, request.Attempt, request.Now);
            if (answer.End != ProvisionEnd.Superseded || attempt == Attempts)
                return answer;
        }
    }
}
