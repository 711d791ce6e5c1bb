using OrleansIot.Accounts;
using OrleansIot.Grains.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Accounts;

public abstract class UserStoreContract : StoreContract
{
    private const long Now = 1_700_000_000_000;

    private IUserStore Users => Storage.Users;

    [Fact]
    public async Task a_user_comes_back_as_it_was_stored()
    {
        var fields = new UserFields("Ä@example.org", Authority.TenantAdmin, null, "First", null, "+1", """{"a":1}"""u8.ToArray());
        var user = new UserRecord(Guid.NewGuid(), Now, fields, 1, new(false, "hash", "activation", 5, 7, 1));
        Assert.Equal(Outcome.Done, (await Users.CreateAsync(user, Cancellation)).Outcome);
        Assert.Equivalent(user, await Users.LoadAsync(user.Id, Cancellation), strict: true);
        Assert.Equal(user.Id, await Users.FindByEmailAsync("Ä@EXAMPLE.org", Cancellation));
        Assert.Equal(user.Id, await Users.FindByActivationAsync("activation", Cancellation));
        Assert.Null(await Users.LoadAsync(Guid.NewGuid(), Cancellation));
    }

    [Fact]
    public async Task an_email_is_taken_whatever_its_case()
    {
        var first = await CreateAsync("a@example.org");
        var second = await CreateAsync("b@example.org");
        Assert.Equal(Outcome.Conflict, (await Users.CreateAsync(New("A@Example.org"), Cancellation)).Outcome);
        Assert.Equal(Outcome.Conflict, (await Users.UpdateFieldsAsync(second.Id, second.Fields with { Email = "A@example.org" }, 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.Done, (await Users.UpdateFieldsAsync(first.Id, first.Fields with { Email = "A@example.org" }, 1, Cancellation)).Outcome);
    }

    [Fact]
    public async Task a_user_of_no_customer_that_exists_is_invalid()
    {
        var user = New("a@example.org");
        var answer = await Users.CreateAsync(user with { Fields = user.Fields with { Authority = Authority.CustomerUser, CustomerId = Guid.NewGuid() } }, Cancellation);
        Assert.Equal(Outcome.Invalid, answer.Outcome);
    }

    [Fact]
    public async Task changes_apply_only_to_the_version_they_were_made_for()
    {
        var user = await CreateAsync("a@example.org");
        Assert.Equal(2, (await Users.UpdateFieldsAsync(user.Id, user.Fields with { Phone = "1" }, 1, Cancellation)).Value!.FieldsVersion);
        Assert.Equal(Outcome.Conflict, (await Users.UpdateFieldsAsync(user.Id, user.Fields with { Phone = "2" }, 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await Users.UpdateFieldsAsync(Guid.NewGuid(), user.Fields with { Email = "x@y" }, 1, Cancellation)).Outcome);
        var secrets = user.Secrets with { Epoch = 2, Version = 2 };
        Assert.Equal(Outcome.Done, (await Users.UpdateSecretsAsync(user.Id, secrets, 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.Conflict, (await Users.UpdateSecretsAsync(user.Id, secrets, 1, Cancellation)).Outcome);
    }

    [Fact]
    public async Task the_last_administrator_who_can_log_in_is_neither_disabled_nor_deleted()
    {
        var first = await CreateAsync("a@example.org", password: "hash");
        await CreateAsync("never-activated@example.org");
        Assert.Equal(Outcome.Invalid, await Users.DeleteAsync(first.Id, Cancellation));
        var off = first.Secrets with { Enabled = false, Epoch = 2, Version = 2 };
        Assert.Equal(Outcome.Invalid, (await Users.UpdateSecretsAsync(first.Id, off, 1, Cancellation)).Outcome);
        await CreateAsync("b@example.org", password: "hash");
        Assert.Equal(Outcome.Done, (await Users.UpdateSecretsAsync(first.Id, off, 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.Done, await Users.DeleteAsync(first.Id, Cancellation));
        Assert.Equal(Outcome.NotFound, await Users.DeleteAsync(first.Id, Cancellation));
    }

    [Fact]
    public async Task a_session_rotates_once_per_token_and_ends_for_good()
    {
        var user = await CreateAsync("a@example.org");
        var session = Session.Start(user.Id, Now, new());
        await Users.StartSessionAsync(session, 10, Cancellation);
        Assert.Equal(session, await Users.LoadSessionAsync(session.Id, Cancellation));
        var next = session.Rotate(Now + 1, new());
        Assert.True(await Users.RotateSessionAsync(next, session.CurrentToken, Cancellation));
        Assert.False(await Users.RotateSessionAsync(session.Rotate(Now + 2, new()), session.CurrentToken, Cancellation));
        Assert.Equal(next, await Users.LoadSessionAsync(session.Id, Cancellation));
        await Users.EndSessionAsync(user.Id, session.Id, Now + 3, Now + 1_000, Cancellation);
        Assert.False(await Users.RotateSessionAsync(next.Rotate(Now + 4, new()), next.CurrentToken, Cancellation));
        Assert.Equal([session.Id], await Users.EndedSessionsAsync(user.Id, Now + 999, Cancellation));
        Assert.Empty(await Users.EndedSessionsAsync(user.Id, Now + 1_000, Cancellation));
    }

    [Fact]
    public async Task a_new_epoch_deletes_the_sessions()
    {
        var user = await CreateAsync("a@example.org");
        var session = Session.Start(user.Id, Now, new());
        await Users.StartSessionAsync(session, 10, Cancellation);
        await Users.UpdateSecretsAsync(user.Id, user.Secrets with { PasswordHash = "new", Version = 2 }, 1, Cancellation);
        Assert.NotNull(await Users.LoadSessionAsync(session.Id, Cancellation));
        await Users.UpdateSecretsAsync(user.Id, user.Secrets with { Epoch = 2, Version = 3 }, 2, Cancellation);
        Assert.Null(await Users.LoadSessionAsync(session.Id, Cancellation));
    }

    [Fact]
    public async Task the_session_that_rested_longest_goes_when_there_are_too_many()
    {
        var user = await CreateAsync("a@example.org");
        var sessions = Enumerable.Range(0, 4).Select(n => Session.Start(user.Id, Now + n, new())).ToArray();
        foreach (var session in sessions)
            await Users.StartSessionAsync(session, 3, Cancellation);
        Assert.Null(await Users.LoadSessionAsync(sessions[0].Id, Cancellation));
        Assert.NotNull(await Users.LoadSessionAsync(sessions[1].Id, Cancellation));
        await Users.StartSessionAsync(Session.Start(user.Id, sessions[3].ExpiresAt, new()), 3, Cancellation);
        Assert.Null(await Users.LoadSessionAsync(sessions[3].Id, Cancellation));
    }

    [Fact]
    public async Task users_are_searched_sorted_and_paged()
    {
        foreach (var name in new[] { "b", "A", "c" })
            await CreateAsync($"{name}@find.org");
        await CreateAsync("other@example.org");
        var page = (await Users.ListAsync(new(new(2, 0, "FIND", "email", Descending: true)), Cancellation)).Value!;
        Assert.Equal(["c@find.org", "b@find.org"], page.Data.Select(u => u.Fields.Email));
        Assert.Equal((3, 2, true), (page.TotalElements, page.TotalPages, page.HasNext));
        Assert.Equal(Outcome.Invalid, (await Users.ListAsync(new(new(2, 0, null, "';--")), Cancellation)).Outcome);
        Assert.Empty((await Users.ListAsync(new(new(2, 0), Guid.NewGuid()), Cancellation)).Value!.Data);
    }

    [Fact]
    public async Task a_setting_keeps_its_first_value()
    {
        var settings = Storage.Settings;
        Assert.Equal("one", await settings.GetOrAddAsync("name", "one", Cancellation));
        Assert.Equal("one", await settings.GetOrAddAsync("name", "two", Cancellation));
    }

    private static UserRecord New(string email, string? password = null) =>
        new(Guid.CreateVersion7(), Now, new(email, Authority.TenantAdmin, null, null, null, null, null), 1, UserSecrets.Initial with { PasswordHash = password });

    private async Task<UserRecord> CreateAsync(string email, string? password = null) => (await Users.CreateAsync(New(email, password), Cancellation)).Value!;
}
