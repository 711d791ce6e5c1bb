using System.Xml.Linq;

namespace OrleansIot.Deploy;

/// <summary>What can be said of the images without building them; the commands of the build stage are the ones that work outside of it, too.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Images = ["gateway", "silo"];

    private readonly Dockerfile _dockerfile = new();

    [Fact]
    public void both_hosts_come_from_one_build_and_start_what_it_publishes()
    {
        var published = _dockerfile.Whole("build").Where(i => i.Word == "RUN").Select(i => i.Arguments).ToArray();
        foreach (var (image, project) in Images.Zip(["Gateway.Http", "Silo"]))
        {
            Assert.Contains(published, run => run.Contains($"dotnet publish {project} ", StringComparison.Ordinal) && run.Contains($"-o /hosts/{image}", StringComparison.Ordinal));
            Assert.Contains(_dockerfile.Whole(image), i => i is { Word: "COPY" } && i.Arguments == $"--from=build /hosts/{image} ./");
            Assert.Equal($"[\"./OrleansIot.{project}\"]", _dockerfile.Whole(image).Last(i => i.Word == "ENTRYPOINT").Arguments);
        }
    }

    [Fact]
    public void everything_that_is_copied_is_there_and_let_in()
    {
        foreach (var copy in _dockerfile.Whole("build").Where(i => i.Word == "COPY"))
        {
            foreach (var source in copy.Arguments.Split(' ')[..^1])
            {
                Assert.True(Path.Exists(Repository.PathTo(source)), $"{source} is not in the repository.");
                Assert.Contains(source.Split('/')[0], Dockerfile.LetIn);
            }
        }
    }

    [Fact]
    public void every_project_that_the_hosts_are_made_of_is_copied_with_its_locked_packages()
    {
        var copied = _dockerfile.Whole("build").Where(i => i.Word == "COPY").Select(i => i.Arguments).ToArray();
        foreach (var project in Projects("Silo").Append("Silo").Distinct())
        {
            Assert.Contains($"{project}/{project}.csproj {project}/packages.lock.json {project}/", copied);
            Assert.Contains($"{project}/ {project}/", copied);
        }
        Assert.Contains(_dockerfile.Whole("build"), i => i.Word == "RUN" && i.Arguments.Contains("--locked-mode", StringComparison.Ordinal));
    }

    [Fact]
    public void images_run_as_somebody_else_than_root_and_say_how_they_are()
    {
        foreach (var image in Images)
        {
            var instructions = _dockerfile.Whole(image).ToArray();
            Assert.Equal("$APP_UID", instructions.Last(i => i.Word == "USER").Arguments);
            Assert.Equal("USER", instructions[^2].Word);
            Assert.Contains("/health/live", instructions.Single(i => i.Word == "HEALTHCHECK").Arguments, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void no_secret_is_given_to_the_build() => Assert.DoesNotContain(
        _dockerfile.Stages.SelectMany(s => s.Instructions).Where(i => i.Word is "ARG" or "ENV"),
        i => new[] { "PASSWORD", "TOKEN", "SECRET", "POSTGRES" }.Any(word => i.Arguments.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void the_settings_of_the_images_are_ones_that_the_hosts_know()
    {
        foreach (var variable in Images.SelectMany(_dockerfile.Whole).Where(i => i.Word == "ENV"))
            Settings.Check("Dockerfile", variable.Arguments.Split('=')[0], variable.Arguments.Split('=')[1]);
    }

    private static IEnumerable<string> Projects(string project) => XDocument.Load(Repository.PathTo(project, project + ".csproj"))
        .Descendants("ProjectReference")
        .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))
        .SelectMany(p => Projects(p).Prepend(p));
}
