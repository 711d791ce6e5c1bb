using OrleansIot.Values;

namespace OrleansIot.Gateway.Http;

/// <summary>How the outcomes of the management API look on the wire: the one table.</summary>
internal static class Outcomes
{
    /// <param name="reason">What the caller is told; null or empty: the usual sentence.</param>
    public static IResult Refuse(Outcome outcome, string? reason) => outcome switch
    {
        Outcome.Unauthorized => new Problem(StatusCodes.Status401Unauthorized, Or(reason, "Authentication failed"), ApiErrorCode.Authentication),
        Outcome.Forbidden => new Problem(StatusCodes.Status403Forbidden, Or(reason, NoPermission), ApiErrorCode.PermissionDenied),
        Outcome.NotFound => new Problem(StatusCodes.Status404NotFound, Or(reason, NotFound), ApiErrorCode.NotFound),
        Outcome.Invalid or Outcome.Conflict => Problem.Bad(Or(reason, "The request contradicts a rule")),
        Outcome.LimitExceeded => new Problem(StatusCodes.Status403Forbidden, Or(reason, "A limit of the tenant would be exceeded"), ApiErrorCode.EntityLimit),
        _ => Busy.Instance,
    };

    public const string NoPermission = "You don't have permission to perform this operation!";

    public const string NotFound = "Requested item wasn't found!";

    /// <summary>409: somebody else has saved the entity since the caller read it.</summary>
    public static readonly Problem Moved = new(StatusCodes.Status409Conflict, "Version conflict: the entity was changed by somebody else meanwhile", ApiErrorCode.VersionConflict);

    private static string Or(string? reason, string usual) => string.IsNullOrEmpty(reason) ? usual : reason;

    private sealed class Busy : IResult
    {
        public static readonly Busy Instance = new();

        public Task ExecuteAsync(HttpContext httpContext) => ErrorObject.WriteBusyAsync(httpContext);
    }
}
