using System.Text;
using OrleansIot.Attributes;
using OrleansIot.Gateway.Devices;
using OrleansIot.Gateway.Http;
using OrleansIot.Gateway.Wire;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>Comma-separated values whose first line names the columns. <c>shared:key</c> and <c>server:key</c> are attributes, whose values are read as a device's are.</summary>
internal sealed class CsvLines : IImportFormat
{
    private const string SharedPrefix = "shared:";
    private const string ServerPrefix = "server:";

    private static readonly string[] Known = ["name", "type", "label", "customer", "token", "credentialsType", "credentialsId", "credentialsValue", "gateway"];

    private string[]? _columns;

    /// <summary>Set when the first line names no columns that make sense: then no line does.</summary>
    public string? Fault { get; private set; }

    public ImportedDevice? Read(long number, ReadOnlySpan<byte> utf8)
    {
        if (number == 1 && utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        var fields = CsvFields.Split(utf8);
        if (_columns is null)
        {
            _columns = fields ?? [];
            Fault = Check(_columns);
            return null;
        }
        if (fields is null)
            return ImportedDevice.Unreadable(number, "A quoted field is not closed on its line, or text follows it");
        return fields.Length == _columns.Length
            ? Read(number, fields)
            : ImportedDevice.Unreadable(number, $"The line has {fields.Length} fields where the first one has {_columns.Length}");
    }

    private static string? Check(string[] columns)
    {
        if (!columns.Contains("name"))
            return "The first line must name the columns, and one of them must be 'name'";
        if (columns.FirstOrDefault(c => !Known.Contains(c) && Scope(c) is null) is { } unknown)
            return $"There is no column {WireRefusal.Quote(unknown)}";
        return columns.Distinct(StringComparer.Ordinal).Count() == columns.Length ? null : "A column is named twice";
    }

    private ImportedDevice Read(long number, string[] fields)
    {
        string? Given(string column) => Array.IndexOf(_columns!, column) is >= 0 and var place && fields[place].Length > 0 ? fields[place] : null;
        var members = new MemberReader();
        if (string.IsNullOrWhiteSpace(Given("name")))
            members.Refuse("'name' should be specified");
        var gateway = Given("gateway");
        if (gateway is not (null or "true" or "false"))
            members.Refuse("'gateway' must be true or false");
        var credentials = CredentialsForm.Read(
            new() { CredentialsType = Given("credentialsType"), CredentialsId = Given("token") ?? Given("credentialsId"), CredentialsValue = Given("credentialsValue") }, members);
        if (members.Problem is { } problem)
            return ImportedDevice.Unreadable(number, problem.Message);
        var info = gateway == "true" ? """{"gateway":true}"""u8.ToArray() : null;
        return new(number, Given("name")!, Given("type"), Given("label"), Given("customer"), credentials!, info, [.. Attributes(fields)]);
    }

    private IEnumerable<ImportedAttribute> Attributes(string[] fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (Scope(_columns![i]) is { } scope && fields[i].Length > 0)
                yield return new(scope, _columns[i][(_columns[i].IndexOf(':', StringComparison.Ordinal) + 1)..], Value(fields[i]));
        }
    }

    /// <summary>Null: the column is none of attributes.</summary>
    private static AttributeScope? Scope(string column)
    {
        if (column.Length > SharedPrefix.Length && column.StartsWith(SharedPrefix, StringComparison.Ordinal))
            return AttributeScope.Shared;
        return column.Length > ServerPrefix.Length && column.StartsWith(ServerPrefix, StringComparison.Ordinal) ? AttributeScope.Server : null;
    }

    private static TypedValue Value(string text)
    {
        if (text is "true" or "false")
            return TypedValue.Boolean(text == "true");
        var utf8 = Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal));
        return Scalars.TryCast(utf8, out var number) ? number : TypedValue.String(utf8);
    }
}
