using System.Text;
using Acornima;
using Acornima.Ast;
using Jint;

namespace OrleansIot.Grains.Rules.Scripts;

/// <summary>Makes a function of a script's source: the body of <c>function (msg, metadata, msgType)</c>, as ThingsBoard has it.</summary>
internal static class ScriptSource
{
    /// <summary>On the line of the script's first line, so that lines count as the author counts them.</summary>
    private const string Head = "(function (msg, metadata, msgType) {";

    private const string Tail = "\n})";

    public static bool TryPrepare(string? source, ScriptOptions options, out Prepared<Script> code, out string problem)
    {
        code = default;
        if (string.IsNullOrWhiteSpace(source))
        {
            problem = "the script is empty";
            return false;
        }
        if (source.Length > options.MaxSourceLength)
        {
            problem = $"the script is longer than {options.MaxSourceLength} characters";
            return false;
        }
        try
        {
            var text = Head + source + Tail;
            code = Engine.PrepareScript(text);
            problem = Refusal(code.Program!, text) ?? "";
            if (problem.Length == 0 && Templates.Rewrite(code.Program!, text) is { } rewritten)
                code = Engine.PrepareScript(rewritten);
            return problem.Length == 0;
        }
        catch (ScriptPreparationException exception)
        {
            problem = Describe(exception);
            return false;
        }
    }

    /// <summary>What is no script of ours although it is JavaScript; null: nothing.</summary>
    private static string? Refusal(Script program, string text)
    {
        var whole = program.Body.Count == 1
            && program.Body[0] is NonSpecialExpressionStatement { Expression: FunctionExpression function }
            && function.Range.End == text.Length - 1;
        if (!whole)
            return "the script closes a brace that it has not opened";
        foreach (var node in program.DescendantNodes())
        {
            switch (node)
            {
                case IFunction { Async: true } or AwaitExpression or ForOfStatement { Await: true }:
                    return $"line {Line(node)}: nothing waits for an asynchronous function";
                case BigIntLiteral:
                    return $"line {Line(node)}: BigInt is not available";
                case ImportExpression or MetaProperty { Meta.Name: "import" }:
                    return $"line {Line(node)}: nothing can be imported";
            }
        }
        return null;
    }

    private static int Line(Node node) => node.Location.Start.Line;

    private static string Describe(ScriptPreparationException exception) => exception.InnerException switch
    {
        ParseErrorException error => new StringBuilder().Append("line ").Append(error.LineNumber).Append(": ").Append(error.Description).ToString(),
        InsufficientExecutionStackException => "the script is nested too deeply",
        _ when exception.Message.Contains("nesting", StringComparison.OrdinalIgnoreCase) => "the script is nested too deeply",
        _ => "the script cannot be parsed",
    };
}
