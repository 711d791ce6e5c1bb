namespace OrleansIot.Gateway.Settings;

/// <summary>A section of the configuration that is ours, and the class that it is read into. Several classes may share a section.</summary>
/// <param name="Path">As <c>Limits:Device</c>.</param>
internal sealed record SettingsSection(string Path, Type Type);
