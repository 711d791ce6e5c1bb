using System.Globalization;
using OrleansIot.Servers;

namespace OrleansIot.Race.Scale;

/// <summary>Something that people ask of the registry over HTTP, comparable in registries of any size: the answer is as long.</summary>
/// <param name="Title">As it is named in the report.</param>
/// <param name="Ask">Gets the API and the number of registered devices.</param>
internal sealed record RegistryQuestion(string Title, Func<ManagementApi, int, Task> Ask)
{
    private const int PageSize = 100;

    /// <summary>Pages from both ends, in the order of time and of names, and searches that find eleven devices and none.</summary>
    public static IReadOnlyList<RegistryQuestion> All { get; } =
    [
        Page("first page", _ => 0),
        Page("last page", devices => (devices - 1) / PageSize),
        Page("first page, by name", _ => 0, "&sortProperty=name&sortOrder=ASC"),
        new("names with a prefix, eleven", (api, devices) => SearchAsync(api, Fleet.Name((devices / 10) - 1), 11)),
        new("names with a prefix, none", (api, _) => SearchAsync(api, "flee-t", 0)),
    ];

    private static RegistryQuestion Page(string title, Func<int, int> page, string order = "") => new(title, async (api, devices) =>
    {
        using var json = await api.ListDevicesAsync(PageSize, page(devices), order);
        var (total, count) = (json.RootElement.GetProperty("totalElements").GetInt64(), json.RootElement.GetProperty("data").GetArrayLength());
        if (total < devices || count == 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{title}: {count} of {total} devices, there are {devices}."));
    });

    private static async Task SearchAsync(ManagementApi api, string prefix, int expected)
    {
        using var json = await api.ListDevicesAsync(PageSize, 0, $"&textSearch={prefix}");
        if (json.RootElement.GetProperty("data").GetArrayLength() is var found && found != expected)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{found} devices begin with {prefix}, it should be {expected}."));
    }
}
