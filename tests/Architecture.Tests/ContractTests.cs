namespace OrleansIot.Architecture;

/// <summary>Silos of two versions talk to each other during a roll-out: a change of the contracts must be seen by whoever reviews it.</summary>
public sealed class ContractTests
{
    private const string Accept = "ACCEPT_CONTRACTS";

    private static readonly string Snapshot = Path.Combine(Room.Repository, "tests", "Architecture.Tests", "contracts.txt");

    [Fact]
    public void contracts_are_the_ones_that_were_reviewed()
    {
        var actual = Contracts.Render();
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(Snapshot, actual);
        var reviewed = File.Exists(Snapshot) ? File.ReadAllText(Snapshot) : "";
        Assert.True(reviewed == actual, $"The contracts have changed:\n{Difference(reviewed, actual)}\nIf that is meant, and no [Id] changed its meaning, accept it with {Accept}=1 and commit {Path.GetFileName(Snapshot)}.");
    }

    [Fact]
    public void every_message_and_interface_has_an_alias()
    {
        foreach (var type in Contracts.Messages.Concat(Contracts.Interfaces))
            Assert.False(Contracts.Alias(type) is null, $"{type} has no alias.");
    }

    [Fact]
    public void every_grain_method_has_an_alias_of_its_own()
    {
        foreach (var type in Contracts.Interfaces)
        {
            var aliases = Contracts.Methods(type).Select(Contracts.Alias).ToArray();
            Assert.False(aliases.Contains(null), $"{type} has a method without an alias.");
            Assert.Equal(aliases.Length, aliases.Distinct().Count());
        }
    }

    [Fact]
    public void no_id_is_given_twice()
    {
        foreach (var type in Contracts.Messages)
        {
            var ids = Contracts.Members(type).Select(m => m.Id).ToArray();
            Assert.True(ids.Length == ids.Distinct().Count(), $"{type} gives an id twice.");
        }
    }

    private static string Difference(string reviewed, string actual)
    {
        var before = Lines(reviewed);
        var after = Lines(actual);
        return string.Join('\n', before.Except(after).Select(l => "- " + l).Concat(after.Except(before).Select(l => "+ " + l)));
    }

    /// <summary>Each line with the type it belongs to, so that a moved line shows.</summary>
    private static List<string> Lines(string text)
    {
        var owner = "";
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            owner = line.StartsWith(' ') ? owner : line;
            lines.Add(line.StartsWith(' ') ? $"{owner} | {line.Trim()}" : line);
        }

        return lines;
    }
}
