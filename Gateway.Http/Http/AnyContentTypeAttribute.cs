namespace OrleansIot.Gateway.Http;

/// <summary>The body is read as JSON whatever its content type says.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AnyContentTypeAttribute : Attribute;
