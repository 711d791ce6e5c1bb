using Orleans.Concurrency;
using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.Batching;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Grains.Provisioning;

/// <summary>While one batch is stored, the requests that arrive wait for the next: a fleet that starts costs one transaction at a time.</summary>
[StatelessWorker(1), Reentrant]
public sealed class DeviceProvisioner(IProvisioningStore store) : Grain, IDeviceProvisioner
{
    private const int MaxBatch = 500;

    /// <summary>More would be given up before their turn comes.</summary>
    private const int MaxWaiting = 20 * MaxBatch;

    private Batcher<ProvisionRequest, ProvisionAnswer>? _batcher;

    public Task<ProvisionAnswer[]> ProvisionAll(ProvisionRequest[] requests)
    {
        var batcher = _batcher ??= new(MaxBatch, DecideAsync);
        return Task.WhenAll(Array.ConvertAll(requests, request => batcher.Waiting < MaxWaiting ? batcher.AddAsync(request) : Task.FromResult(ProvisionAnswer.Busy)));
    }

    private async Task<ProvisionAnswer[]> DecideAsync(IReadOnlyList<ProvisionRequest> requests)
    {
        var profiles = await store.FindProfilesAsync([.. requests.Select(r => r.Key)], CancellationToken.None);
        var answers = new ProvisionAnswer[requests.Count];
        var created = new List<(int Request, NewDevice Device)>();
        var collected = new List<(int Request, CollectRule Rule)>();
        for (var i = 0; i < requests.Count; i++)
        {
            var end = Judge(requests[i], profiles[i]);
            answers[i] = end is { } refused ? new(refused) : ProvisionAnswer.Failure;
            if (end is not null)
                continue;
            if (profiles[i]!.Type == ProvisionType.CheckPreProvisionedDevices)
                collected.Add((i, profiles[i]!.Reprovision ? CollectRule.Repeatedly : CollectRule.Once));
            else if (ProvisionRules.Make(requests[i], profiles[i]!.Id) is { } device)
                created.Add((i, device));
        }
        if (created.Count > 0)
        {
            var results = await store.CreateAsync([.. created.Select(c => c.Device)], null, CancellationToken.None);
            for (var n = 0; n < results.Length; n++)
            {
                var (i, device) = created[n];
                if (results[n].Value is { } made)
                    answers[i] = new(ProvisionEnd.Success, made.Id, device.Fields.Name, made.Credentials);
                else if (results[n].Outcome == Outcome.Conflict && profiles[i]!.Reprovision)
                    collected.Add((i, CollectRule.OnlyAgain)); // A device that has lost its credentials gets those that it has.
            }
        }
        await FindAsync(requests, profiles, collected, answers);
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

    /// <summary>The devices that are to be asked. Who asks them keeps nobody here waiting.</summary>
    private async Task FindAsync(
        IReadOnlyList<ProvisionRequest> requests, ProvisioningProfile?[] profiles, List<(int Request, CollectRule Rule)> collected, ProvisionAnswer[] answers)
    {
        if (collected.Count == 0)
            return;
        var devices = await store.FindDevicesAsync([.. collected.Select(c => requests[c.Request].Name ?? "")], CancellationToken.None);
        foreach (var (n, (i, rule)) in collected.Index())
        {
            if (devices[n] is { } device)
                answers[i] = new(ProvisionEnd.AskDevice, device, Profile: profiles[i]!.Id, Rule: rule);
        }
    }
}
