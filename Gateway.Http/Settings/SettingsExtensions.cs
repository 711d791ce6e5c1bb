using OrleansIot.Gateway.Hosting;

namespace OrleansIot.Gateway.Settings;

/// <summary>Settings are read into classes, and looked at once, before anything starts: a mistake ends the start with a sentence that says what to change.</summary>
public static class SettingsExtensions
{
    /// <summary>Reads a section into its class, for whoever asks for the options.</summary>
    public static void AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        var added = new SettingsSection(section, typeof(T));
        if (Sections(services).Contains(added))
            return;
        services.AddSingleton(added);
        services.AddOptions<T>().BindConfiguration(section);
    }

    /// <summary>A section that is needed before the host is built.</summary>
    /// <exception cref="StartException">A value is not allowed.</exception>
    public static T ReadSettings<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        Refuse(SettingsCheck.Values(configuration, new(section, typeof(T))));
        return configuration.GetSection(section).Get<T>() ?? new();
    }

    /// <summary>Looks at all sections that were added. Names that nobody knows are told when the host starts, unless they look like a slip: then it does not.</summary>
    /// <exception cref="StartException">With a line for each mistake.</exception>
    public static void CheckSettings(this IServiceCollection services, IConfiguration configuration)
    {
        var sections = Sections(services).ToArray();
        var names = SettingsNames.Check(configuration, sections);
        Refuse(sections.SelectMany(section => SettingsCheck.Values(configuration, section)).Concat(names.Slips));
        services.AddSingleton(names);
        services.AddHostedService<SettingsNotice>();
    }

    private static void Refuse(IEnumerable<string> problems)
    {
        if (string.Join(Environment.NewLine, problems.Distinct()) is { Length: > 0 } text)
            throw new StartException(text);
    }

    private static IEnumerable<SettingsSection> Sections(IServiceCollection services) =>
        services.Where(service => service.ServiceType == typeof(SettingsSection)).Select(service => service.ImplementationInstance).OfType<SettingsSection>();
}
