using System.Net;
using System.Text.RegularExpressions;
using OrleansIot.Servers;

namespace OrleansIot.Processes;

/// <summary>What a new user sees: a URL, an account, and two lines to paste.</summary>
public sealed partial class FirstStartTests : IDisposable
{
    private static readonly KeyValuePair<string, string?>[] NoSettings = [new("Admin__Email", null), new("Admin__Password", null)];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task the_first_start_prints_an_address_and_an_account_that_logs_in()
    {
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: NoSettings);
        var output = await WelcomeAsync(server, curlLines: 2);
        Assert.Contains(server.EndPoint.ToString(), output, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, output, StringComparison.Ordinal);
        var (email, password) = PrintedAccount(output);
        Assert.Equal(HttpStatusCode.OK, await ManagementApi.TryLoginAsync(server.Address, email, password));
    }

    [Fact]
    public async Task the_printed_curl_lines_post_a_reading_and_read_it_back()
    {
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: NoSettings);
        var lines = CurlLines(await WelcomeAsync(server, curlLines: 2));
        var post = await Bash.RunAsync(lines[0], _folder.Path);
        Assert.Equal(0, post.ExitCode);
        Assert.DoesNotContain("\"status\"", post.Output, StringComparison.Ordinal);
        var read = await Bash.RunAsync(lines[1], _folder.Path);
        Assert.Equal(0, read.ExitCode);
        Assert.Contains("temperature", read.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("null", read.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_second_start_keeps_the_account_and_does_not_print_its_password()
    {
        string email, password;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path, environment: NoSettings))
        {
            (email, password) = PrintedAccount(await WelcomeAsync(first, curlLines: 2));
            await first.Process.TerminateAsync();
        }

        await using var second = await EmbeddedServer.StartAsync(_folder.Path, environment: NoSettings);
        Assert.Equal(HttpStatusCode.OK, await ManagementApi.TryLoginAsync(second.Address, email, password));
        await WelcomeAsync(second, curlLines: 1);
        Assert.DoesNotContain(password, second.Process.Output + second.Process.Errors, StringComparison.Ordinal);
        Assert.DoesNotMatch(Password(), second.Process.Output);
    }

    [Fact]
    public async Task reset_admin_prints_a_new_password_and_the_old_one_is_out()
    {
        string email, old;
        await using (var first = await EmbeddedServer.StartAsync(_folder.Path, environment: NoSettings))
        {
            (email, old) = PrintedAccount(await WelcomeAsync(first, curlLines: 2));
            await first.Process.TerminateAsync();
        }

        await using var reset = EmbeddedServer.Launch(_folder.Path, environment: NoSettings, arguments: "--reset-admin");
        Assert.Equal(0, await reset.Process.WaitForExitAsync());
        var (sameEmail, password) = PrintedAccount(reset.Process.Output);
        await using var server = await EmbeddedServer.StartAsync(_folder.Path, environment: NoSettings);
        Assert.Equal(email, sameEmail);
        Assert.Equal(HttpStatusCode.OK, await ManagementApi.TryLoginAsync(server.Address, email, password));
        Assert.Equal(HttpStatusCode.Unauthorized, await ManagementApi.TryLoginAsync(server.Address, email, old));
    }

    /// <summary>What it printed, once the lines to paste are there; they come last.</summary>
    private static Task<string> WelcomeAsync(EmbeddedServer server, int curlLines) =>
        server.Process.WaitForOutputAsync(output => CurlLines(output).Length == curlLines);

    private static (string Email, string Password) PrintedAccount(string output)
    {
        var text = string.Join('\n', output.Split('\n').Where(line => !IsCurl(line)));
        var passwords = Password().Matches(text);
        Assert.True(passwords.Count == 1, output);
        return (Email().Match(text).Value, passwords[0].Groups[1].Value);
    }

    private static string[] CurlLines(string output) => [.. output.Split('\n').Where(IsCurl)];

    private static bool IsCurl(string line) => line.TrimStart().StartsWith("curl ", StringComparison.Ordinal);

    [GeneratedRegex(@"password[^:\n]*:\s*(\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]*\w")]
    private static partial Regex Email();
}
