using OrleansIot.Devices;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Silo.Tests.Storage;
using OrleansIot.Silo.Tests.Storage.Postgres;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Lifecycle;

/// <summary>Batches of several silos, which no quota makes wait for one another.</summary>
public sealed class PostgresRivalBatchTests : IAsyncLifetime
{
    private const int Count = 400;
    private static readonly Guid Profile = Guid.NewGuid();
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PostgresStorageUnderTest _storage = null!;

    public async ValueTask InitializeAsync()
    {
        _storage = await PostgresStorageUnderTest.OpenAsync();
        await _storage.AddProfileAsync(Profile, "meter");
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task batches_that_want_each_others_names_and_tokens_at_once_make_each_device_once()
    {
        for (var round = 0; round < 3; round++)
        {
            var numbers = Enumerable.Range(0, Count).Select(n => $"{round}-{n}").ToArray();
            NewDevice[] forward = [.. numbers.Select(n => New($"n{n}", $"t{n}"))];
            NewDevice[] backward = [.. numbers.Reverse().Select(n => New($"n{n}", null))];
            NewDevice[] crossed = [.. numbers.Zip(numbers.Reverse(), (name, token) => New($"x{name}", $"t{token}"))];
            var answers = await Task.WhenAll(new[] { forward, backward, crossed }.Select(batch => _storage.Provisioning.CreateAsync(batch, null, Cancellation)));

            Assert.All(answers.SelectMany(a => a), answer => Assert.True(answer.Outcome is Outcome.Done or Outcome.Conflict, answer.Reason));
            Assert.All(numbers.Select((_, n) => n), n => Assert.Single([answers[0][n], answers[1][Count - 1 - n]], answer => answer.Outcome == Outcome.Done));
            Assert.All(numbers.Select((_, n) => n), n => Assert.InRange(new[] { answers[0][n], answers[2][Count - 1 - n] }.Count(answer => answer.Outcome == Outcome.Done), 0, 1));
        }
    }

    private static NewDevice New(string name, string? token) => new(Guid.NewGuid(), 5, new(name, null, Profile, null, null), new(CredentialsType.AccessToken, token, null), []);
}
