using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>
/// Puts requests for registration that meet here into one call to the provisioner: what arrives while the calls are under way goes with the next, no timer. A call that
/// fails fails for those it carries, and each of them is made again by its own request's policy.
/// </summary>
/// <param name="call">Of the provisioner.</param>
internal sealed class ProvisionCalls(Func<ProvisionRequest[], Task<ProvisionAnswer[]>> call)
{
    public const int MaxRequests = 500;

    /// <summary>Characters in one call, unless a single request has more.</summary>
    public const int MaxLength = 256 << 10;

    /// <summary>More would be given up before their turn comes.</summary>
    public const int MaxWaiting = 20 * MaxRequests;

    /// <summary>Calls side by side: one that waits for a silo that is gone holds up no others.</summary>
    public const int MaxCalls = 4;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _calls;

    /// <summary>Busy: too many wait.</summary>
    public Task<ProvisionAnswer> ProvisionAsync(ProvisionRequest request)
    {
        var waiting = new Waiting(request);
        lock (_lock)
        {
            if (_waiting.Count == MaxWaiting)
                return Task.FromResult(ProvisionAnswer.Busy);
            _waiting.Enqueue(waiting);
            if (_calls == MaxCalls)
                return waiting.Task;
            _calls++;
        }

        // A call is no request's own: its trace and whatever else flows with a request stay behind.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
        return waiting.Task;
    }

    private async Task RunAsync()
    {
        while (Next() is { } carried)
            await CallAsync(carried);
    }

    /// <summary>What the next call carries; null: nothing waits, and this one's turn is over.</summary>
    private List<Waiting>? Next()
    {
        lock (_lock)
        {
            var carried = new List<Waiting>();
            var length = 0L;
            while (carried.Count < MaxRequests && _waiting.TryPeek(out var next) && (carried.Count == 0 || length + next.Length <= MaxLength))
            {
                carried.Add(_waiting.Dequeue());
                length += next.Length;
            }
            if (carried.Count > 0)
                return carried;
            _calls--;
            return null;
        }
    }

    private async Task CallAsync(List<Waiting> carried)
    {
        try
        {
            var answers = await call([.. carried.Select(w => w.Request)]);
            for (var i = 0; i < answers.Length; i++)
                carried[i].SetResult(answers[i]);
        }
        catch (Exception exception)
        {
            foreach (var waiting in carried)
                waiting.TrySetException(exception);
        }
    }

    private sealed class Waiting(ProvisionRequest request) : TaskCompletionSource<ProvisionAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ProvisionRequest Request => request;

        public long Length { get; } =
            request.Key.Length + request.Secret.Length + (request.Name?.Length ?? 0L) + (request.Credentials?.CredentialsId?.Length ?? 0L) + (request.Credentials?.CredentialsValue?.Length ?? 0L);
    }
}
