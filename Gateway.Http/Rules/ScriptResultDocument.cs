using OrleansIot.Rules;

namespace OrleansIot.Gateway.Rules;

internal sealed record ScriptResultDocument(string Output, string Error)
{
    public static ScriptResultDocument From(ScriptTestResult result) => new(result.Output, result.Error);
}
