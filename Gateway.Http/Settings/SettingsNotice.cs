namespace OrleansIot.Gateway.Settings;

/// <summary>Tells at the start which names of our sections have no meaning here.</summary>
internal sealed partial class SettingsNotice(SettingsNames names, ILogger<SettingsNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var key in names.Unknown)
            LogUnknown(key);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2103, LogLevel.Information, "{Key} is no setting of this host and has no effect here")]
    private partial void LogUnknown(string key);
}
