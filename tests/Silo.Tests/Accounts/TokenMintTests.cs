using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;
using OrleansIot.Silo.Accounts;
using OrleansIot.Silo.Tests.Storage;
using OrleansIot.Silo.Tests.Storage.Sqlite;

namespace OrleansIot.Silo.Tests.Accounts;

public sealed class TokenMintTests : StoreContract
{
    private static readonly UserRecord User =
        new(Guid.NewGuid(), 1, new("a@example.org", Authority.CustomerUser, Guid.NewGuid(), "First", null, null, null), 1, UserSecrets.Initial with { Epoch = 3 });

    private readonly SettableTime _time = new();

    private protected override async Task<IStorageUnderTest> OpenAsync() => await SqliteStorageUnderTest.OpenAsync(new() { Folder = "" });

    [Fact]
    public async Task a_refresh_token_tells_its_user_session_id_and_epoch()
    {
        var mint = Mint();
        var session = NewSession();
        var pair = await mint.MintAsync(User, session);
        Assert.Equal(new RefreshTicket(User.Id, session.Id, session.CurrentToken, 3), await mint.ReadRefreshAsync(pair.RefreshToken));
    }

    [Fact]
    public async Task an_access_token_is_no_refresh_token_and_neither_is_garbage()
    {
        var mint = Mint();
        var pair = await mint.MintAsync(User, NewSession());
        Assert.Null(await mint.ReadRefreshAsync(pair.AccessToken));
        Assert.Null(await mint.ReadRefreshAsync("x.y.z"));
        Assert.Null(await mint.ReadRefreshAsync(""));
        Assert.Null(await mint.ReadRefreshAsync(pair.RefreshToken[..^4] + "AAAA"));
    }

    [Fact]
    public async Task a_refresh_token_ends_with_its_session()
    {
        var mint = Mint();
        var pair = await mint.MintAsync(User, NewSession());
        _time.Now += TimeSpan.FromSeconds(604_799);
        Assert.NotNull(await mint.ReadRefreshAsync(pair.RefreshToken));
        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Null(await mint.ReadRefreshAsync(pair.RefreshToken));
    }

    [Fact]
    public async Task an_access_token_lives_9000_seconds_and_has_the_claims_that_clients_read()
    {
        var token = new JsonWebToken((await Mint().MintAsync(User, NewSession())).AccessToken);
        Assert.Equal(9_000, token.GetPayloadValue<long>("exp") - token.GetPayloadValue<long>("iat"));
        Assert.Equal("a@example.org", token.Subject);
        Assert.Equal(["CUSTOMER_USER"], token.GetPayloadValue<string[]>("scopes"));
        Assert.Equal(User.Fields.CustomerId.ToString(), token.GetPayloadValue<string>("customerId"));
        Assert.Equal("at+jwt", token.Typ);
    }

    [Fact]
    public async Task the_key_outlives_a_restart_and_tokens_of_another_installation_open_nothing()
    {
        var pair = await Mint().MintAsync(User, NewSession());
        Assert.NotNull(await Mint().ReadRefreshAsync(pair.RefreshToken));
        var foreign = new TokenMint(new ForgetfulSettings(), Options.Create(new AccountOptions()), _time);
        Assert.Null(await foreign.ReadRefreshAsync(pair.RefreshToken));
        Assert.NotEqual((await Mint().GetKeyAsync()).KeyId, (await foreign.GetKeyAsync()).KeyId);
    }

    private TokenMint Mint() => new(Storage.Settings, Options.Create(new AccountOptions()), _time);

    private Session NewSession() => Session.Start(User.Id, _time.Now.ToUnixTimeMilliseconds(), new());

    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class ForgetfulSettings : OrleansIot.Grains.Storage.ISettingStore
    {
        public Task<string> GetOrAddAsync(string name, string candidate, CancellationToken cancellation) => Task.FromResult(candidate);
    }
}
