using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.Rules;
using OrleansIot.Rules;
using OrleansIot.Silo.Tests.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Silo.Tests.Rules;

public abstract class RuleChainStoreContract : StoreContract
{
    private IRuleChainStore Chains => Storage.RuleChains;

    [Fact]
    public async Task a_chain_comes_back_as_it_was_stored()
    {
        var made = await CreateAsync("chain");
        var loaded = await Chains.LoadAsync(made.Info.Id, Cancellation);
        Assert.Equivalent(made.Metadata, loaded!.Metadata, strict: true);
        Assert.Equivalent(made.Info, loaded.Info, strict: true);
        Assert.Equivalent(loaded, await Chains.FindByNameAsync("chain", Cancellation), strict: true);
        Assert.Null(await Chains.FindByNameAsync("Chain", Cancellation));
        Assert.Null(await Chains.FindByNameAsync("a\0b", Cancellation));
        Assert.Null(await Chains.LoadAsync(Guid.NewGuid(), Cancellation));
    }

    [Fact]
    public async Task a_change_needs_the_current_version()
    {
        var made = await CreateAsync("chain");
        var saved = (await Chains.SaveNodesAsync(made.Info.Id, RuleChainMetadata.Empty, 1, Cancellation)).Value!;
        Assert.Equal((2, null, 0), (saved.Info.Version, saved.Info.FirstNodeId, saved.Metadata.Nodes.Count));
        Assert.Equal(Outcome.Conflict, (await Chains.SaveNodesAsync(made.Info.Id, made.Metadata, 1, Cancellation)).Outcome);
        Assert.Equal(Outcome.Conflict, (await Chains.UpdateAsync(made.Info.Id, made.Info.Fields, 1, Cancellation)).Outcome);
        Assert.Equal(3, (await Chains.UpdateAsync(made.Info.Id, made.Info.Fields with { Name = "other" }, null, Cancellation)).Value!.Version);
        Assert.Equal(Outcome.NotFound, (await Chains.UpdateAsync(Guid.NewGuid(), made.Info.Fields, null, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await Chains.SaveNodesAsync(Guid.NewGuid(), made.Metadata, null, Cancellation)).Outcome);
    }

    [Fact]
    public async Task whatever_may_change_the_way_of_a_message_moves_the_version_of_the_rules()
    {
        var version = await Chains.VersionAsync(Cancellation);
        async Task MovesAsync(Func<Task> change)
        {
            await change();
            var now = await Chains.VersionAsync(Cancellation);
            Assert.True(now > version);
            version = now;
        }

        var (one, two) = (default(RuleChainRecord)!, default(RuleChainRecord)!);
        await MovesAsync(async () => one = await CreateAsync("one"));
        await MovesAsync(async () => two = await CreateAsync("two"));
        await MovesAsync(() => Chains.UpdateAsync(one.Info.Id, one.Info.Fields, null, Cancellation));
        await MovesAsync(() => Chains.SaveNodesAsync(one.Info.Id, one.Metadata, null, Cancellation));
        await MovesAsync(() => Chains.SetRootAsync(one.Info.Id, Cancellation));
        await MovesAsync(() => Chains.DeleteAsync(two.Info.Id, Cancellation));
        var profile = (await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, Profile(null), Cancellation)).Value!;
        await MovesAsync(() => Storage.Profiles.UpdateAsync(profile.Id, Profile(one.Info.Id), null, Cancellation));
    }

    [Fact]
    public async Task a_profile_has_the_chain_it_names_else_the_root_chain()
    {
        var (root, own) = (await CreateAsync("root"), await CreateAsync("own"));
        var plain = (await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, Profile(null), Cancellation)).Value!;
        var named = (await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, Profile(own.Info.Id), Cancellation)).Value!;
        Assert.Equal(own.Info.Id, (await Storage.Profiles.LoadAsync(named.Id, Cancellation))!.Fields.RuleChainId);
        Assert.Null(await Chains.FindOfProfileAsync(plain.Id, Cancellation));
        await Chains.SetRootAsync(root.Info.Id, Cancellation);
        Assert.Equal(root.Info.Id, await Chains.FindOfProfileAsync(plain.Id, Cancellation));
        Assert.Equal(own.Info.Id, await Chains.FindOfProfileAsync(named.Id, Cancellation));
    }

    [Theory]
    [InlineData("""{"profileData":{"alarms":[{"id":"x"}]}}""", true)]
    [InlineData("""{"profileData":{"alarms":[]}}""", false)]
    [InlineData("""{"profileData":{"alarms":null}}""", false)]
    [InlineData("""{"profileData":{"alarms":{"id":"\u0000"}}}""", false)]
    [InlineData("{}", false)]
    public async Task a_profile_tells_whether_it_has_alarm_rules(string document, bool has)
    {
        var fields = Profile(null) with { Document = System.Text.Encoding.UTF8.GetBytes(document) };
        var profile = (await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, fields, Cancellation)).Value!;
        Assert.Equal(has, await Chains.HasAlarmRulesAsync(profile.Id, Cancellation));
    }

    [Fact]
    public async Task a_profile_names_no_chain_that_is_not_there()
    {
        var refused = await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, Profile(Guid.NewGuid()), Cancellation);
        Assert.Equal((Outcome.Invalid, "Device profile is referencing to non existing rule chain!"), (refused.Outcome, refused.Reason));
        var profile = (await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, Profile(null), Cancellation)).Value!;
        Assert.Equal(Outcome.Invalid, (await Storage.Profiles.UpdateAsync(profile.Id, Profile(Guid.NewGuid()), null, Cancellation)).Outcome);
    }

    [Fact]
    public async Task root_and_named_chains_are_not_deleted()
    {
        var (root, named, free) = (await CreateAsync("root"), await CreateAsync("named"), await CreateAsync("free"));
        await Chains.SetRootAsync(root.Info.Id, Cancellation);
        await Storage.Profiles.CreateAsync(Guid.NewGuid(), 1, Profile(named.Info.Id), Cancellation);
        Assert.Equal("Deletion of Root Tenant Rule Chain is prohibited!", (await Chains.DeleteAsync(root.Info.Id, Cancellation)).Reason);
        Assert.Equal("The rule chain referenced by the device profiles cannot be deleted!", (await Chains.DeleteAsync(named.Info.Id, Cancellation)).Reason);
        Assert.True((await Chains.DeleteAsync(free.Info.Id, Cancellation)).Value);
        Assert.Equal(Outcome.NotFound, (await Chains.DeleteAsync(free.Info.Id, Cancellation)).Outcome);
        Assert.Equal(Outcome.NotFound, (await Chains.SetRootAsync(free.Info.Id, Cancellation)).Outcome);
    }

    [Fact]
    public async Task exactly_one_chain_is_the_root()
    {
        var (one, two) = (await CreateAsync("one"), await CreateAsync("two"));
        Assert.True((await Chains.SetRootAsync(one.Info.Id, Cancellation)).Value!.IsRoot);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Chains.SetRootAsync(n % 2 == 0 ? one.Info.Id : two.Info.Id, Cancellation)));
        var page = (await Chains.ListAsync(new(10, 0, SortProperty: "name"), Cancellation)).Value!;
        Assert.Equal(["one", "two"], page.Data.Select(c => c.Fields.Name));
        Assert.Single(page.Data, c => c.IsRoot);
        Assert.Equal("two", Assert.Single((await Chains.ListAsync(new(10, 0, TextSearch: "TW"), Cancellation)).Value!.Data).Fields.Name);
    }

    [Fact]
    public async Task the_first_start_makes_one_root_chain_and_later_ones_leave_what_is_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Chains.EnsureRootAsync(New($"root {n}"), Cancellation)));
        var page = (await Chains.ListAsync(new(10, 0), Cancellation)).Value!;
        Assert.True(Assert.Single(page.Data).IsRoot);
    }

    private static DeviceProfileFields Profile(Guid? chain) => new($"profile {Guid.NewGuid()}", ProvisionType.Disabled, null, null, "{}"u8.ToArray(), RuleChainId: chain);

    private static RuleChainRecord New(string name)
    {
        RuleNodeInfo[] nodes =
        [
            new(Guid.NewGuid(), 5, "a.type", "first", new(true, false, 7), true, "queue", 2, """{"x":[1,null]}"""u8.ToArray(), """{"layoutX":1}"""u8.ToArray()),
            new(Guid.NewGuid(), 6, "b.type", "second", RuleDebugSettings.Off, false, null, 0, "{}"u8.ToArray(), null),
        ];
        var metadata = new RuleChainMetadata(1, nodes, [new(1, 0, "Success")]);
        return new(new(Guid.CreateVersion7(), 5, new(name, true, null, """{"description":"d"}"""u8.ToArray()), false, nodes[1].Id, 1), metadata);
    }

    private async Task<RuleChainRecord> CreateAsync(string name)
    {
        var chain = New(name);
        return chain with { Info = await Chains.CreateAsync(chain, Cancellation) };
    }
}
