using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

internal sealed record DebugSettingsDocument(bool? FailuresEnabled, bool? AllEnabled, long? AllEnabledUntil)
{
    public static DebugSettingsDocument From(RuleDebugSettings settings) => new(settings.Failures, settings.All, settings.AllUntil);

    public RuleDebugSettings ToSettings() => new(FailuresEnabled ?? false, AllEnabled ?? false, AllEnabledUntil ?? 0);
}
