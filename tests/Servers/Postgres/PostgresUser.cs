namespace OrleansIot.Servers.Postgres;

/// <summary>Who runs the server: it refuses root, so as root it is a user without rights.</summary>
internal static class PostgresUser
{
    private const string Nobody = "nobody";

    /// <summary>A program of PostgreSQL with its arguments, as that user.</summary>
    public static string[] Command(string program, params string[] arguments)
    {
        string[] command = [PostgresBinaries.PathOf(program), .. arguments];
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", Nobody, "--regid", "nogroup", "--clear-groups", "--", .. command] : command;
    }

    /// <summary>Makes the folder that user's own, with everything in it.</summary>
    public static Task GiveAsync(string folder) =>
        Environment.IsPrivilegedProcess ? ToolProcess.RunAsync(["chown", "-R", $"{Nobody}:nogroup", folder]) : Task.CompletedTask;
}
