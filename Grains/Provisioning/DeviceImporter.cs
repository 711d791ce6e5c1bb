using Orleans.Concurrency;
using OrleansIot.Accounts;
using OrleansIot.Attributes;
using OrleansIot.Customers;
using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Grains.Devices;
using OrleansIot.Grains.Values;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Grains.Provisioning;

[StatelessWorker, Reentrant]
public sealed class DeviceImporter(IProvisioningStore store, TimeProvider time) : Grain, IDeviceImporter
{
    public async Task<Answer<ImportedLine[]>> Import(Caller caller, Guid import, ImportedDevice[] devices)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        var profiles = await FindAsync(devices.Select(d => d.Type ?? ""), type => FindProfileAsync(caller, type));
        var owners = await FindAsync(devices.Select(d => d.CustomerTitle ?? ""), title => FindCustomerAsync(caller, title));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var lines = new ImportedLine[devices.Length];
        var made = new List<(int Place, NewDevice Device)>();
        for (var i = 0; i < devices.Length; i++)
        {
            if (Make(import, devices[i], profiles, owners, now, out var device) is { } bad)
                lines[i] = new(bad.Outcome, bad.Reason, default, null);
            else
                made.Add((i, device));
        }
        var step = new ImportStep(
            import, [.. made.Select(m => devices[m.Place].Line)], [.. devices.Where((_, i) => lines[i].Outcome != Outcome.Done).Select(d => d.Line)], now);
        var results = await store.CreateAsync([.. made.Select(m => m.Device)], step, CancellationToken.None);
        for (var n = 0; n < results.Length; n++)
            lines[made[n].Place] = new(results[n].Outcome, results[n].Reason, made[n].Device.Id, results[n].Value?.Credentials);
        return lines;
    }

    public async Task<Answer<ImportProgress>> GetProgress(Caller caller, Guid import)
    {
        if (Refusals.UnlessAdministrator(caller) is { } refusal)
            return refusal;
        return await store.LoadImportAsync(import, CancellationToken.None) is { } progress ? progress : Refusals.Missing;
    }

    private static Refusal? Make(
        Guid import, ImportedDevice line, Dictionary<string, Answer<Guid>> profiles, Dictionary<string, Answer<Guid>> owners, long now, out NewDevice device)
    {
        device = null!;
        if (line.Fault is { } fault)
            return new(Outcome.Invalid, fault);
        if (profiles[line.Type ?? ""] is { Outcome: not Outcome.Done } noProfile)
            return new(noProfile.Outcome, noProfile.Reason ?? "");
        if (owners[line.CustomerTitle ?? ""] is { Outcome: not Outcome.Done } noOwner)
            return new(noOwner.Outcome, noOwner.Reason ?? "");
        var owner = line.CustomerTitle is { } title ? owners[title].Value : (Guid?)null;
        var fields = new DeviceFields(line.Name, line.Label, profiles[line.Type ?? ""].Value, owner, line.AdditionalInfo);
        var attributes = line.Attributes.Select((a, n) => new AttributeEntry(a.Scope, a.Key, a.Value, now, n + 1)).ToArray();
        device = new(ImportIds.Of(import, line.Line, line.Name), now, fields, line.Credentials, attributes);
        return DeviceRules.Check(fields) ?? DeviceRules.Check(line.Credentials) ?? TextRules.Info(line.AdditionalInfo);
    }

    private static async Task<Dictionary<string, Answer<Guid>>> FindAsync(IEnumerable<string> names, Func<string, Task<Answer<Guid>>> find)
    {
        var found = new Dictionary<string, Answer<Guid>>(StringComparer.Ordinal);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
            found[name] = await find(name);
        return found;
    }

    private async Task<Answer<Guid>> FindProfileAsync(Caller caller, string type)
    {
        var registry = GrainFactory.GetGrain<IDeviceProfileRegistry>(0);
        var profile = type.Length == 0 ? await registry.GetDefault(caller) : await registry.GetOrCreate(caller, type);
        return new(profile.Outcome, profile.Value?.Id ?? default, profile.Reason);
    }

    private async Task<Answer<Guid>> FindCustomerAsync(Caller caller, string title)
    {
        if (title.Length == 0)
            return Guid.Empty;
        var customer = await GrainFactory.GetGrain<ICustomerRegistry>(0).FindByTitle(caller, title);
        return customer.Outcome == Outcome.NotFound
            ? new Refusal(Outcome.Invalid, "There is no customer of that title")
            : new Answer<Guid>(customer.Outcome, customer.Value?.Id ?? default, customer.Reason);
    }
}
