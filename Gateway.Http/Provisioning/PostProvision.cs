using Microsoft.Extensions.Options;
using OrleansIot.Devices;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary><c>POST /api/v1/provision</c>: a device without credentials gets some (specification E9, 6). It has no token, so it is no device's endpoint.</summary>
internal sealed class PostProvision(
    RequestBodyReader bodies, ProvisionGuard guard, ProvisionCalls provisioner, IOptions<BodyOptions> body, IGrainFactory grains, CallPolicy calls, TimeProvider time) : IDeviceEndpoint
{
    private const int LargestRequest = 1 << 20;

    public string Method => HttpMethods.Post;

    public bool NeedsToken => false;

    public string Path => "provision";

    public bool AnswersJson => false;

    /// <summary>Anybody may send this, so it is less than a device may.</summary>
    public int BodyLimit { get; } = Math.Min(body.Value.MaxBytes, LargestRequest);

    public async Task HandleAsync(HttpContext context, DeviceSession session)
    {
        ProvisionRequest? request;
        using (var received = await bodies.ReadAsync(context, BodyLimit))
        {
            if (received.Refusal != BodyRefusal.None)
            {
                await DeviceAnswers.RefuseAsync(context, received.Refusal, BodyLimit);
                return;
            }
            if (ProvisionForm.Read(received.Bytes.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), out request) is { } problem)
            {
                await DeviceAnswers.MalformedAsync(context, problem);
                return;
            }
        }
        await ProvisionAsync(context, request!);
    }

    private async Task ProvisionAsync(HttpContext context, ProvisionRequest request)
    {
        var address = ClientAddress.Of(context);
        if (guard.Wait(address, request.Key) is > 0 and var refused)
        {
            await TooMany(refused).ExecuteAsync(context);
            return;
        }
        var call = calls.Begin();
        var answer = await calls.RunAsync(call, () => provisioner.ProvisionAsync(request), context.RequestAborted);
        if (answer is { End: ProvisionEnd.AskDevice, Device: var device, Profile: var profile, Rule: var rule })
            answer = await calls.RunAsync(call, () => grains.GetGrain<IDeviceGrain>(device).Provision(profile, rule, request.Attempt, request.Now), context.RequestAborted);
        if (answer.End == ProvisionEnd.WrongSecret && guard.Wrong(address, request.Key) is > 0 and var wait)
            await TooMany(wait).ExecuteAsync(context);
        else if (answer.End is ProvisionEnd.Busy or ProvisionEnd.Superseded)
            await ErrorObject.WriteBusyAsync(context);
        else
            await ProvisionReply.WriteAsync(context, answer);
    }

    private static TooManyRequests TooMany(int seconds) => new(seconds, "Too many wrong provisioning secrets, try again later");
}
