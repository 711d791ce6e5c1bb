using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Grains.Commits;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task created_device_is_loaded_as_it_was_created()
    {
        var id = Guid.NewGuid();
        var fields = new DeviceFields("Ä device", "label", OtherProfile, Customer, "{\"a\":1}"u8.ToArray());
        var created = Done(await _storage.Devices.CreateAsync(id, 42, fields, new(CredentialsType.X509Certificate, "print", "pem"), Cancellation));

        var loaded = (await _storage.Devices.LoadAsync(id, Cancellation))!;
        Assert.Equal((id, 42L, 1L, "thermostat", "Acme"), (created.Info.Id, created.Info.CreatedTime, created.Info.Version, created.Info.Type, created.Info.CustomerTitle));
        Assert.Equal(fields with { AdditionalInfo = null }, loaded.Record.Info.Fields with { AdditionalInfo = null });
        Assert.Equal(fields.AdditionalInfo, loaded.Record.Info.Fields.AdditionalInfo);
        Assert.Equal(created.Credentials, loaded.Record.Credentials);
        Assert.Equal((CredentialsType.X509Certificate, "print", "pem", 1L), (created.Credentials.Type, created.Credentials.CredentialsId, created.Credentials.CredentialsValue, created.Credentials.Version));
        Assert.Equal(created.Number, loaded.Record.Number);
        Assert.Empty(loaded.Attributes);
        Assert.Empty(loaded.Tombstones);
        Assert.Equal(new(0, null, 0), loaded.State);
        Assert.Empty(loaded.TelemetryKeys);
    }

    [Fact]
    public async Task unknown_device_is_not_loaded() => Assert.Null(await _storage.Devices.LoadAsync(Guid.NewGuid(), Cancellation));

    [Fact]
    public async Task token_that_is_not_given_is_made_up_of_20_letters_and_digits()
    {
        var tokens = new[] { await CreateAsync(), await CreateAsync() }.Select(device => device.Credentials.CredentialsId).ToArray();
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9]{20}$", token));
        Assert.Distinct(tokens);
    }

    [Fact]
    public async Task other_credentials_than_tokens_need_an_id() => Refused(
        Outcome.Invalid,
        "Device credentials id should be specified!",
        await _storage.Devices.CreateAsync(Guid.NewGuid(), 1, Fields("a"), new(CredentialsType.MqttBasic, null, "{}"), Cancellation));

    [Fact]
    public async Task taken_name_and_taken_token_are_conflicts()
    {
        var devices = _storage.Devices;
        Done(await devices.CreateAsync(Guid.NewGuid(), 1, Fields("a"), Token("A"), Cancellation));
        Refused(Outcome.Conflict, "Device with such name already exists!", await devices.CreateAsync(Guid.NewGuid(), 1, Fields("a"), Token("B"), Cancellation));
        Refused(
            Outcome.Conflict,
            "Device credentials are already assigned to another device!",
            await devices.CreateAsync(Guid.NewGuid(), 1, Fields("b"), Token("A"), Cancellation));
        var b = Done(await devices.CreateAsync(Guid.NewGuid(), 1, Fields("b"), Token("B"), Cancellation));
        Refused(Outcome.Conflict, "Device with such name already exists!", await devices.UpdateAsync(b.Info.Id, Fields("a"), 1, Cancellation));
        Refused(
            Outcome.Conflict,
            "Device credentials are already assigned to another device!",
            await devices.UpdateCredentialsAsync(b.Info.Id, Token("A"), 1, Cancellation));
    }

    [Fact]
    public async Task create_that_is_repeated_answers_the_same_device()
    {
        var id = Guid.NewGuid();
        var first = Done(await _storage.Devices.CreateAsync(id, 1, Fields("a"), Token(null), Cancellation));
        var again = Done(await _storage.Devices.CreateAsync(id, 2, Fields("a"), Token(null), Cancellation));
        Assert.Equal((first.Number, first.Credentials), (again.Number, again.Credentials));
    }

    [Fact]
    public async Task unknown_profile_and_unknown_customer_are_invalid()
    {
        var nowhere = Guid.NewGuid();
        Refused(
            Outcome.Invalid,
            "Device profile not found",
            await _storage.Devices.CreateAsync(Guid.NewGuid(), 1, Fields("a") with { ProfileId = nowhere }, Token(null), Cancellation));
        var device = await CreateAsync();
        Refused(Outcome.Invalid, "Customer not found", await _storage.Devices.UpdateAsync(device.Info.Id, Fields("a") with { CustomerId = nowhere }, 1, Cancellation));
    }

    [Fact]
    public async Task update_wants_the_version_it_has_seen()
    {
        var id = (await CreateAsync()).Info.Id;
        var updated = Done(await _storage.Devices.UpdateAsync(id, Fields("new") with { CustomerId = Customer }, 1, Cancellation));
        Assert.Equal((2L, "new", "Acme"), (updated.Info.Version, updated.Info.Fields.Name, updated.Info.CustomerTitle));
        Assert.Equal(Outcome.Conflict, (await _storage.Devices.UpdateAsync(id, Fields("newer"), 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await _storage.Devices.UpdateAsync(Guid.NewGuid(), Fields("newer"), 1, Cancellation)).Outcome);
        Assert.Equal("new", (await _storage.Devices.LoadAsync(id, Cancellation))!.Record.Info.Fields.Name);
    }

    [Fact]
    public async Task new_credentials_end_the_old_ones()
    {
        var device = await CreateAsync();
        var changed = Done(await _storage.Devices.UpdateCredentialsAsync(device.Info.Id, Token("new"), 1, Cancellation));
        Assert.Equal((2L, "new", device.Credentials.Id), (changed.Credentials.Version, changed.Credentials.CredentialsId, changed.Credentials.Id));
        Assert.Equal(1, changed.Info.Version);
        Assert.Equal(
            [null, new TokenOwner(device.Info.Id, 2)],
            await _storage.Devices.ResolveAsync([device.Credentials.CredentialsId, "new"], Cancellation));
        Assert.Equal(Outcome.Conflict, (await _storage.Devices.UpdateCredentialsAsync(device.Info.Id, Token("newer"), 1, Cancellation)).Outcome);
    }

    [Fact]
    public async Task tokens_resolve_exactly_and_only_if_they_are_tokens()
    {
        var token = Done(await _storage.Devices.CreateAsync(Guid.NewGuid(), 1, Fields("a"), Token("Tok\"en'€"), Cancellation));
        Done(await _storage.Devices.CreateAsync(Guid.NewGuid(), 1, Fields("b"), new(CredentialsType.X509Certificate, "print", "pem"), Cancellation));
        var owner = new TokenOwner(token.Info.Id, 1);
        Assert.Equal(
            [owner, null, null, null, null, owner],
            await _storage.Devices.ResolveAsync(["Tok\"en'€", "tok\"en'€", "print", "", "Tok", "Tok\"en'€"], Cancellation));
        Assert.Empty(await _storage.Devices.ResolveAsync([], Cancellation));
    }

    [Fact]
    public async Task deleted_device_leaves_nothing_and_its_number_to_nobody()
    {
        var device = await CreateAsync();
        await CommitAppliedAsync(Readings(device.Number, Long("a", 1, 1)), Attributes(device.Number, 0, Attribute("x", 1, 1)));
        Assert.True(await _storage.Devices.DeleteAsync(device.Info.Id, Cancellation));
        Assert.False(await _storage.Devices.DeleteAsync(device.Info.Id, Cancellation));
        Assert.Null(await _storage.Devices.LoadAsync(device.Info.Id, Cancellation));
        Assert.Equal([null], await _storage.Devices.ResolveAsync([device.Credentials.CredentialsId], Cancellation));

        var next = await CreateAsync();
        Assert.True(next.Number > device.Number);
        Assert.Empty(await AttributesAsync(next));
        Assert.Equal([ChangeResult.Unmatched], await CommitAsync(Readings(device.Number, Long("a", 2, 2))));
        Assert.Empty(await RowsAsync(device.Number, "a"));
        Assert.Empty(await _storage.Readings.LatestAsync(device.Number, null, Cancellation));
    }

    [Fact]
    public async Task device_is_found_by_its_exact_name()
    {
        var device = await CreateAsync();
        Assert.Equal(device.Info, await _storage.Devices.FindByNameAsync(device.Info.Fields.Name, Cancellation));
        Assert.Null(await _storage.Devices.FindByNameAsync(device.Info.Fields.Name.ToUpperInvariant(), Cancellation));
    }

    [Fact]
    public async Task attributes_of_all_scopes_are_loaded_with_the_device()
    {
        var device = await CreateAsync();
        AttributeEntry[] entries =
        [
            new(AttributeScope.Client, "", TypedValue.String(""), 1, 1),
            new(AttributeScope.Client, "b", TypedValue.Boolean(true), 2, 2),
            new(AttributeScope.Client, "d", TypedValue.Double(-0.5), 3, 3),
            new(AttributeScope.Shared, "b", TypedValue.Json("[1,\"ä\"]"u8.ToArray()), 4, 4),
            new(AttributeScope.Server, "s", TypedValue.String("ä'\"€😀"), long.MaxValue, long.MaxValue),
        ];
        await CommitAppliedAsync(Attributes(device.Number, 0, entries));
        Assert.Equal(entries, await AttributesAsync(device));
    }
}
