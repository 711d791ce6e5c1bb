using OrleansIot.Devices;
using OrleansIot.Gateway.Provisioning;
using OrleansIot.Provisioning;
using Xunit;

namespace OrleansIot.Gateway.Tests.Provisioning;

public sealed class ProvisionCallsTests
{
    private readonly Lock _lock = new();
    private readonly List<(ProvisionRequest[] Carried, TaskCompletionSource Turn)> _made = [];
    private readonly SemaphoreSlim _begun = new(0);
    private readonly ProvisionCalls _calls;

    public ProvisionCallsTests() => _calls = new(CallAsync);

    [Fact]
    public async Task what_comes_while_the_calls_are_under_way_goes_with_the_next_one_and_each_gets_its_own_answer()
    {
        var first = await FillAsync();
        var later = Enumerable.Range(0, 5).Select(n => Request($"later {n}")).ToArray();
        var answers = Array.ConvertAll(later, _calls.ProvisionAsync);
        Assert.Equal(ProvisionCalls.MaxCalls, _made.Count);
        _made[2].Turn.SetResult();
        await EndNextAsync();
        Assert.Equal(later.Select(r => r.Name), (await Task.WhenAll(answers)).Select(a => a.Name));
        Assert.Equal(later, _made[ProvisionCalls.MaxCalls].Carried);
        Assert.Equal(1, first.Count(answer => answer.IsCompleted));
    }

    [Fact]
    public async Task a_call_that_fails_fails_for_those_that_it_carries_and_for_nobody_else()
    {
        var first = await FillAsync();
        var later = new[] { _calls.ProvisionAsync(Request("a")), _calls.ProvisionAsync(Request("b")) };
        _made[0].Turn.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => first[0]);
        await EndNextAsync();
        Assert.Equal(["a", "b"], (await Task.WhenAll(later)).Select(a => a.Name));
        Assert.False(first[1].IsCompleted);
    }

    [Fact]
    public async Task a_call_carries_no_more_than_its_measure_but_always_one_request()
    {
        await FillAsync();
        var huge = new string('n', ProvisionCalls.MaxLength + 1);
        var half = new string('n', ProvisionCalls.MaxLength / 2);
        string[] names = [huge, half, half + "n", .. Enumerable.Repeat("n", ProvisionCalls.MaxRequests + 1)];
        var answers = names.Select(name => _calls.ProvisionAsync(Request(name))).ToArray();
        _made[0].Turn.SetResult();
        for (var n = 0; n < 4; n++)
            await EndNextAsync();
        await Task.WhenAll(answers);
        Assert.Equal([1, 1, ProvisionCalls.MaxRequests, 2], _made.Skip(ProvisionCalls.MaxCalls).Select(m => m.Carried.Length));
    }

    [Fact]
    public async Task who_comes_when_too_many_wait_is_turned_away_and_the_others_are_not()
    {
        await FillAsync();
        var waiting = Enumerable.Range(0, ProvisionCalls.MaxWaiting).Select(_ => _calls.ProvisionAsync(Request("n"))).ToArray();
        Assert.Equal(ProvisionEnd.Busy, (await _calls.ProvisionAsync(Request("one more"))).End);
        Assert.All(waiting, answer => Assert.False(answer.IsCompleted));
    }

    private static ProvisionRequest Request(string name) => new(Guid.NewGuid(), "", "", name, new(CredentialsType.AccessToken, null, null), false, 0);

    /// <summary>As many requests as calls may be under way, each in one of its own.</summary>
    private async Task<Task<ProvisionAnswer>[]> FillAsync()
    {
        var answers = new List<Task<ProvisionAnswer>>();
        for (var n = 0; n < ProvisionCalls.MaxCalls; n++)
        {
            answers.Add(_calls.ProvisionAsync(Request($"first {n}")));
            await _begun.WaitAsync(TestContext.Current.CancellationToken);
        }
        return [.. answers];
    }

    private async Task EndNextAsync()
    {
        await _begun.WaitAsync(TestContext.Current.CancellationToken);
        _made[^1].Turn.SetResult();
    }

    private async Task<ProvisionAnswer[]> CallAsync(ProvisionRequest[] carried)
    {
        var turn = new TaskCompletionSource();
        lock (_lock)
            _made.Add((carried, turn));
        _begun.Release();
        await turn.Task;
        return Array.ConvertAll(carried, request => new ProvisionAnswer(ProvisionEnd.Success, Name: request.Name));
    }
}
