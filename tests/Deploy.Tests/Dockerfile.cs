using System.Text.RegularExpressions;

namespace OrleansIot.Deploy;

/// <summary>The Dockerfile as its instructions, continued lines joined, comments left out.</summary>
internal sealed partial class Dockerfile
{
    private const string Folder = "deploy/docker";

    public Dockerfile()
    {
        var text = Continuation().Replace(Repository.Read(Folder, "Dockerfile"), " ");
        foreach (var line in text.Split('\n').Where(l => l.Length > 0 && !l.StartsWith('#')))
        {
            var instruction = new Instruction(line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..].Trim());
            if (instruction.Word == "FROM")
                Stages.Add(new(instruction.Arguments.Split(' ')[0], instruction.Arguments.Split(' ')[^1], []));
            else
                Stages[^1].Instructions.Add(instruction);
        }
    }

    public List<Stage> Stages { get; } = [];

    /// <summary>The instructions of a stage after those of the stages that it begins from.</summary>
    public IEnumerable<Instruction> Whole(string name)
    {
        var stage = Stages.Single(s => s.Name == name);
        return (Stages.Any(s => s.Name == stage.From) ? Whole(stage.From) : []).Concat(stage.Instructions);
    }

    /// <summary>What the build may see of the repository, as the patterns that let something in.</summary>
    public static string[] LetIn { get; } =
        [.. Repository.Read(Folder, "Dockerfile.dockerignore").Split('\n').Where(l => l.StartsWith('!')).Select(l => l[1..])];

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    public sealed record Stage(string From, string Name, List<Instruction> Instructions);

    public sealed record Instruction(string Word, string Arguments);
}
