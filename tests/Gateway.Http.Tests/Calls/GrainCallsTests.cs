using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansIot.Customers;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Customers;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;
using Xunit;

namespace OrleansIot.Gateway.Tests.Calls;

/// <summary>Calls of the management API whose first attempt did its work and lost its answer.</summary>
public sealed class GrainCallsTests
{
    private static readonly Answer<bool> NotThere = new(Outcome.NotFound, false, "gone");
    private static readonly CustomerInfo Read = new(Guid.NewGuid(), 1, new("old", Contact.None, null), false, 3);

    private readonly GrainCalls _grains;
    private int _attempts;

    public GrainCallsTests()
    {
        var time = new RushingTime();
        _grains = new(null!, new CallPolicy(Options.Create(new CallOptions()), time), time, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task a_creation_that_is_made_again_has_the_same_id()
    {
        var ids = new List<Guid>();
        await _grains.CreateAsync((_, id) =>
        {
            ids.Add(id);
            return ids.Count < 3 ? throw new TimeoutException() : Task.FromResult<Answer<bool>>(true);
        });
        Assert.Equal(3, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task a_deletion_that_finds_nothing_the_second_time_has_deleted_it_the_first_time()
    {
        Assert.Equal(Outcome.Done, (await _grains.DeleteAsync(_ => LostOnce(NotThere))).Outcome);
    }

    [Fact]
    public async Task a_deletion_that_finds_nothing_at_once_says_so()
    {
        Assert.Equal(Outcome.NotFound, (await _grains.DeleteAsync(_ => Task.FromResult(NotThere))).Outcome);
    }

    [Fact]
    public async Task a_call_that_would_not_know_itself_again_is_made_once()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _grains.OnceAsync(_ => LostOnce(NotThere)));
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task a_save_that_finds_its_own_work_is_answered_with_it()
    {
        var wanted = Read.Fields with { Title = "new" };
        var answer = await SaveAsync(wanted, Read with { Fields = wanted, Version = 4 });
        Assert.Equal(StatusCodes.Status200OK, await StatusAsync(answer));
    }

    [Theory]
    [InlineData("new", 5)]
    [InlineData("other", 4)]
    public async Task a_save_that_finds_the_work_of_others_is_a_conflict(string title, long version)
    {
        var answer = await SaveAsync(Read.Fields with { Title = "new" }, Read with { Fields = Read.Fields with { Title = title }, Version = version });
        Assert.Equal(StatusCodes.Status409Conflict, await StatusAsync(answer));
    }

    [Fact]
    public async Task a_save_that_was_made_once_and_finds_the_same_by_somebody_else_is_a_conflict()
    {
        var wanted = Read.Fields with { Title = "new" };
        var conflict = await _grains.RunAsync(_ => Task.FromResult(new Answer<CustomerInfo>(Outcome.Conflict, null, "moved")));
        var answer = await AnswerAsync(conflict, wanted, Read with { Fields = wanted, Version = 4 });
        Assert.Equal(StatusCodes.Status409Conflict, await StatusAsync(answer));
    }

    private static async Task<int> StatusAsync(IResult result)
    {
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services };
        await result.ExecuteAsync(context);
        return context.Response.StatusCode;
    }

    private async Task<IResult> SaveAsync(CustomerFields wanted, CustomerInfo found) =>
        await AnswerAsync(await _grains.RunAsync(_ => LostOnce(new Answer<CustomerInfo>(Outcome.Conflict, null, "moved"))), wanted, found);

    private Task<IResult> AnswerAsync(Answer<CustomerInfo> answer, CustomerFields wanted, CustomerInfo found) =>
        Versions.AnswerAsync(_grains, answer, Read.Version, () => Task.FromResult<Answer<CustomerInfo>>(found), now => now with { Fields = wanted }, CustomerDocument.From);

    private Task<T> LostOnce<T>(T answer) => _attempts++ == 0 ? throw new TimeoutException() : Task.FromResult(answer);
}
