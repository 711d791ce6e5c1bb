using System.Text.Json;
using OrleansIot.Attributes;
using OrleansIot.Devices;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>Lines of JSON objects (NDJSON).</summary>
internal sealed class JsonLines(WireOptions wire) : IImportFormat
{
    private readonly WireOptions _wire = wire with { CastStrings = false, RefuseNulls = true };

    public ImportedDevice? Read(long number, ReadOnlySpan<byte> utf8)
    {
        ImportLineDocument? line;
        try
        {
            line = JsonSerializer.Deserialize(utf8, ManagementJson.Wire.ImportLineDocument);
        }
        catch (JsonException exception)
        {
            return ImportedDevice.Unreadable(number, exception.Path is { Length: > 2 } path ? $"Invalid value of '{path[2..]}'" : "The line is no JSON object");
        }
        return line is null ? ImportedDevice.Unreadable(number, "The line is no JSON object") : Read(number, line);
    }

    private ImportedDevice Read(long number, ImportLineDocument line)
    {
        var members = new MemberReader();
        if (string.IsNullOrWhiteSpace(line.Name))
            members.Refuse("'name' should be specified");
        var info = members.Object("additionalInfo", line.AdditionalInfo);
        var credentials = Credentials(line, members);
        var attributes = new List<ImportedAttribute>();
        Add(attributes, AttributeScope.Shared, "shared", line.Shared, members);
        Add(attributes, AttributeScope.Server, "server", line.Server, members);
        return members.Problem is { } problem
            ? ImportedDevice.Unreadable(number, problem.Message)
            : new(number, line.Name!, Given(line.Type), Given(line.Label), Given(line.Customer), credentials!, info, [.. attributes]);
    }

    private static NewCredentials? Credentials(ImportLineDocument line, MemberReader members) => CredentialsForm.Read(
        new() { CredentialsType = Given(line.CredentialsType), CredentialsId = Given(line.Token) ?? line.CredentialsId, CredentialsValue = line.CredentialsValue }, members);

    private void Add(List<ImportedAttribute> attributes, AttributeScope scope, string name, JsonElement? given, MemberReader members)
    {
        if (members.Object(name, given) is not { } json)
            return;
        if (AttributeParser.TryParse(json, 0, _wire, out var batch, out var refusal))
            attributes.AddRange(batch.Values.Select(v => new ImportedAttribute(scope, v.Key, v.Value)));
        else
            members.Refuse($"'{name}': {refusal.Reason}");
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
