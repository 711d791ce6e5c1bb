using System.Text.Json;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>A line of an import as JSON.</summary>
internal sealed record ImportLineDocument
{
    public string? Name { get; init; }

    public string? Type { get; init; }

    public string? Label { get; init; }

    /// <summary>Title of the owner.</summary>
    public string? Customer { get; init; }

    /// <summary>The access token; without one, and without other credentials, it is made up.</summary>
    public string? Token { get; init; }

    public string? CredentialsType { get; init; }

    public string? CredentialsId { get; init; }

    public string? CredentialsValue { get; init; }

    public JsonElement? AdditionalInfo { get; init; }

    /// <summary>Shared attributes.</summary>
    public JsonElement? Shared { get; init; }

    /// <summary>Server attributes.</summary>
    public JsonElement? Server { get; init; }
}
