using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OrleansIot.Gateway.Http;

/// <summary>An id in the path, in the place that is named like the parameter.</summary>
internal readonly record struct PathId(Guid Value, Problem? Problem) : ICheckedArgument
{
    public static implicit operator Guid(PathId id) => id.Value;

    public static ValueTask<PathId> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var name = parameter.Name!;
        return new(Guid.TryParseExact(context.GetRouteValue(name) as string, "D", out var id)
            ? new PathId(id, null)
            : new PathId(default, Problem.Bad($"The {name} in the path is no UUID")));
    }
}
