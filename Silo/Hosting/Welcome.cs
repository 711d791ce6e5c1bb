using OrleansIot.Grains.Accounts;

namespace OrleansIot.Silo.Hosting;

/// <summary>What an embedded server tells the person who started it.</summary>
internal static class Welcome
{
    /// <param name="administrator">Set on the first start only; then its password is shown, this once.</param>
    public static void Print(TextWriter output, string url, string folder, FirstAdministrator? administrator, DemoDevice? demo)
    {
        output.WriteLine($"OrleansIot is ready: {url} (API reference: {url}/docs)");
        output.WriteLine($"Database: {folder}");
        if (administrator is not null)
            Print(output, administrator);
        if (demo is null)
            return;
        output.WriteLine();
        output.WriteLine("Post telemetry as the demo device:");
        output.WriteLine($"  curl -X POST {url}/api/v1/{demo.Token}/telemetry -d '{{\"temperature\":21.5}}'");
        if (administrator?.GeneratedPassword is { } password)
        {
            output.WriteLine("Read it back as the administrator:");
            output.WriteLine($"  {ReadBack(url, administrator.Email, password, demo)}");
        }
        output.Flush();
    }

    public static void Print(TextWriter output, FirstAdministrator administrator)
    {
        output.WriteLine($"Administrator: {administrator.Email}");
        output.WriteLine(administrator.GeneratedPassword is { } password ? $"Password (shown only now): {password}" : "Password: as configured in Admin:Password");
    }

    private static string ReadBack(string url, string email, string password, DemoDevice demo)
    {
        var login = $"curl -s -X POST {url}/api/auth/login -d '{{\"username\":\"{email}\",\"password\":\"{password}\"}}' | sed 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/'";
        return $"curl -H \"X-Authorization: Bearer $({login})\" '{url}/api/plugins/telemetry/DEVICE/{demo.Id}/values/timeseries?keys=temperature'";
    }
}
