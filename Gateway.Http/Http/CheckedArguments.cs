namespace OrleansIot.Gateway.Http;

internal static class CheckedArguments
{
    /// <summary>Answers with the problem of the first argument that has one, instead of calling the handler.</summary>
    public static TBuilder RefuseBadArguments<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter<TBuilder>(CheckAsync);

    private static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
            if (argument is ICheckedArgument { Problem: { } problem })
                return new(problem);
        return next(context);
    }
}
