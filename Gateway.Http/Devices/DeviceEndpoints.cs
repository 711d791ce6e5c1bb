using Microsoft.Extensions.Options;
using OrleansIot.Attributes;
using OrleansIot.Customers;
using OrleansIot.DeviceProfiles;
using OrleansIot.Devices;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Devices;

/// <summary><c>/api/device…</c> and the lists of devices.</summary>
internal static class DeviceEndpoints
{
    private static readonly QueryParameter Name = new("deviceName", "string", "The exact name: the answer is that device, not a list");
    private static readonly QueryParameter Type = new("type", "string", "Name of the profile");
    private static readonly QueryParameter Profile = new("deviceProfileId", "string", "Id of the profile");

    public static void MapDevices(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("").WithTags("Devices").RequireAuthorization(UserAuthentication.User);
        user.MapGet("/device/{deviceId}", Get).WithSummary("Read a device").Produces<DeviceDocument>();
        user.MapGet("/device/info/{deviceId}", GetInfo).WithSummary("Read a device with the names of what it belongs to").Produces<DeviceInfoDocument>();
        user.MapGet("/device/types", ListTypes).WithSummary("List the types of devices").Produces<EntitySubtypeDocument[]>();
        user.MapGet("/devices", GetMany).WithSummary("Read several devices; those that are not there are left out").Produces<DeviceDocument[]>()
            .WithMetadata(new QueryParameter("deviceIds", "string", "Ids, separated by commas", Required: true));
        user.MapGet("/customer/{customerId}/devices", ListOfCustomer).WithSummary("List the devices of a customer").Produces<PageDocument<DeviceDocument>>().WithMetadata(Type);
        user.MapGet("/customer/{customerId}/deviceInfos", ListInfosOfCustomer).WithSummary("List the devices of a customer with names")
            .Produces<PageDocument<DeviceInfoDocument>>().WithMetadata(Type, Profile);

        var admin = api.MapGroup("").WithTags("Devices").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapDelete("/device/{deviceId}", Delete).WithSummary("Delete a device with its attributes and readings");
        admin.MapGet("/tenant/devices", FindOrList).WithSummary("List the devices, or find one by its name").Produces<PageDocument<DeviceDocument>>().WithMetadata(Name, Type)
            .WithMetadata([.. PageArguments.Parameters]);
        admin.MapGet("/tenant/deviceInfos", ListInfos).WithSummary("List the devices with names").Produces<PageDocument<DeviceInfoDocument>>().WithMetadata(Type, Profile);
    }

    private static async Task<IResult> Get(CurrentUser user, PathId deviceId, GrainCalls grains) =>
        Reply.From(await grains.DeviceAsync(deviceId, d => d.Get(user)), DeviceDocument.From);

    private static async Task<IResult> GetInfo(CurrentUser user, PathId deviceId, GrainCalls grains)
    {
        var device = await grains.DeviceAsync(deviceId, d => d.Get(user));
        if (device.Outcome != Outcome.Done)
            return Outcomes.Refuse(device.Outcome, device.Reason);
        var active = await grains.DeviceAsync(deviceId, d => d.ReadAttributes(user, AttributeScope.Server, ["active"]));
        var isActive = active.Value is [{ Value: { Kind: ValueKind.Boolean, AsBoolean: true } }];
        return Reply.Json(DeviceInfoDocument.From(device.Value!, await PublicCustomerAsync(grains), isActive));
    }

    private static async Task<IResult> GetMany(CurrentUser user, HttpRequest request, IOptions<ManagementLimits> limits, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var ids = query.Keys("deviceIds", "deviceId", limits.Value.MaxKeysPerQuery) ?? [];
        if (ids.Length == 0 || !ids.All(id => Guid.TryParseExact(id, "D", out _)))
            query.Refuse("Parameter 'deviceIds' must be a list of UUIDs");
        if (query.Problem is { } problem)
            return problem;
        var answers = await Task.WhenAll(ids.Select(id => grains.DeviceAsync(Guid.Parse(id), d => d.Get(user))));
        return Reply.Json(answers.Where(a => a.Outcome == Outcome.Done).Select(a => DeviceDocument.From(a.Value!)).ToArray());
    }

    private static async Task<IResult> Delete(CurrentUser user, PathId deviceId, GrainCalls grains) =>
        Reply.Done(await grains.DeleteAsync(g => g.GetGrain<IDeviceGrain>(deviceId).Delete(user)));

    private static async Task<IResult> ListTypes(CurrentUser user, IOptions<ManagementLimits> limits, GrainCalls grains) =>
        Reply.From(
            await grains.RunAsync(g => g.GetGrain<IDeviceProfileRegistry>(0).List(user, new(limits.Value.MaxPageSize, 0, SortProperty: "name"))),
            profiles => profiles.Data.Select(p => new EntitySubtypeDocument(EntityIdDocument.Tenant, "DEVICE", p.Fields.Name)).ToArray());

    private static async Task<IResult> FindOrList(CurrentUser user, HttpContext context, GrainCalls grains)
    {
        var query = new QueryReader(context.Request.Query);
        if (query.Text("deviceName") is { } name)
            return query.Problem is { } problem ? problem : Reply.From(await grains.RunAsync(g => Registry(g).FindByName(user, name)), DeviceDocument.From);
        var page = PageArguments.Read(context);
        return page.Problem is { } wrong ? wrong : await ListAsync(user, page, null, context.Request, grains);
    }

    private static Task<IResult> ListOfCustomer(CurrentUser user, PathId customerId, PageArguments page, HttpRequest request, GrainCalls grains) =>
        ListAsync(user, page, customerId, request, grains);

    private static Task<IResult> ListInfos(CurrentUser user, PageArguments page, HttpRequest request, GrainCalls grains) =>
        ListInfosAsync(user, page, null, request, grains);

    private static Task<IResult> ListInfosOfCustomer(CurrentUser user, PathId customerId, PageArguments page, HttpRequest request, GrainCalls grains) =>
        ListInfosAsync(user, page, customerId, request, grains);

    private static async Task<IResult> ListAsync(CurrentUser user, PageArguments page, Guid? customer, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var filter = new DeviceQuery(page.Query, customer, query.Text("type"), query.Id("deviceProfileId"));
        return query.Problem is { } problem
            ? problem
            : Reply.From(await grains.RunAsync(g => Registry(g).List(user, filter)), devices => PageDocument<DeviceDocument>.From(devices, DeviceDocument.From));
    }

    private static async Task<IResult> ListInfosAsync(CurrentUser user, PageArguments page, Guid? customer, HttpRequest request, GrainCalls grains)
    {
        var query = new QueryReader(request.Query);
        var filter = new DeviceQuery(page.Query, customer, query.Text("type"), query.Id("deviceProfileId"));
        if (query.Text("active") is not null)
            query.Refuse("Lists cannot be filtered by 'active'");
        if (query.Problem is { } problem)
            return problem;
        var everybody = await PublicCustomerAsync(grains);
        return Reply.From(
            await grains.RunAsync(g => Registry(g).List(user, filter)),
            devices => PageDocument<DeviceInfoDocument>.From(devices, device => DeviceInfoDocument.From(device, everybody, active: null)));
    }

    private static Task<Guid?> PublicCustomerAsync(GrainCalls grains) => grains.RunAsync(g => g.GetGrain<ICustomerRegistry>(0).FindPublicId());

    private static IDeviceRegistry Registry(IGrainFactory grains) => grains.GetGrain<IDeviceRegistry>(0);
}
