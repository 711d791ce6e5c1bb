namespace OrleansIot.Architecture;

/// <summary>Dependencies point one way: Gateway.Http to Grains.Interfaces, Grains to Grains.Interfaces, and Silo to all of them.</summary>
public sealed class DependencyDirectionTests
{
    private static readonly string[] Web = ["Microsoft.AspNetCore"];
    private static readonly string[] Databases = ["Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw", "System.Data.Common", "Microsoft.EntityFrameworkCore"];

    [Fact]
    public void contracts_ask_for_the_Orleans_SDK_and_nothing_else()
    {
        Assert.Equal(["Microsoft.Orleans.Sdk"], Room.Interfaces.Packages);
        Assert.Empty(Room.Interfaces.Projects);
        Assert.Empty(Room.Interfaces.Frameworks);
    }

    [Fact]
    public void contracts_use_only_Orleans_and_the_base_class_library() =>
        Assert.DoesNotContain(Room.Interfaces.UsedAssemblies(), name => !name.StartsWith("Orleans.", StringComparison.Ordinal) && !name.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void grains_know_the_contracts_and_no_other_room() => Assert.Equal(["Grains.Interfaces"], Room.Grains.Projects);

    [Fact]
    public void grains_know_neither_the_web_nor_a_database()
    {
        Assert.Empty(Room.Grains.Frameworks);
        UsesNone(Room.Grains, [.. Web, .. Databases]);
    }

    [Fact]
    public void the_gateway_knows_the_contracts_and_no_other_room()
    {
        Assert.Equal(["Grains.Interfaces"], Room.Gateway.Projects);
        UsesNone(Room.Gateway, ["OrleansIot.Silo"]);
        Assert.DoesNotContain("OrleansIot.Grains", Room.Gateway.UsedAssemblies());
    }

    /// <summary>The membership table tells a gateway where the silos are: that is all it asks of a database, and only its host does so.</summary>
    [Fact]
    public void the_gateway_sees_a_database_only_to_find_the_silos()
    {
        UsesNone(Room.Gateway, [.. Databases.Except(["Npgsql", "System.Data.Common"])]);
        var folders = Room.Gateway.Sources().Where(s => s.Text.Contains("using Npgsql;", StringComparison.Ordinal)).Select(s => s.Folder).Distinct().Order();
        Assert.Equal(["Hosting", "Observability"], folders);
    }

    [Fact]
    public void only_the_silo_knows_the_gateway()
    {
        Assert.Contains("Gateway.Http", Room.Silo.Projects);
        foreach (var room in new[] { Room.Interfaces, Room.Grains })
            UsesNone(room, ["OrleansIot.Gateway.Http"]);
    }

    [Fact]
    public void nobody_knows_the_silo()
    {
        foreach (var room in new[] { Room.Interfaces, Room.Grains, Room.Gateway })
            UsesNone(room, ["OrleansIot.Silo"]);
    }

    private static void UsesNone(Room room, string[] banned)
    {
        foreach (var name in room.Packages.Concat(room.Projects).Concat(room.UsedAssemblies()))
            Assert.False(banned.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)), $"{room} uses {name}.");
    }
}
