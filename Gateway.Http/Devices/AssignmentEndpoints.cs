using OrleansIot.Customers;
using OrleansIot.Gateway.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Gateway.Http;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Devices;

/// <summary>Gives devices to customers and takes them back.</summary>
internal static class AssignmentEndpoints
{
    public static void MapAssignments(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("/customer").WithTags("Devices").RequireAuthorization(UserAuthentication.Administrator);
        admin.MapPost("/{customerId}/device/{deviceId}", Assign).WithSummary("Give a device to a customer").Produces<DeviceDocument>();
        admin.MapPost("/public/device/{deviceId}", AssignPublic).WithSummary("Give a device to everybody").Produces<DeviceDocument>();
        admin.MapDelete("/device/{deviceId}", Take).WithSummary("Take a device back from its customer").Produces<DeviceDocument>();
        admin.MapDelete("/{customerId}/device/{deviceId}", TakeFrom).WithSummary("Take a device back from that customer").Produces<DeviceDocument>();
    }

    private static async Task<IResult> Assign(CurrentUser user, PathId customerId, PathId deviceId, GrainCalls grains) =>
        await AssignAsync(user, await grains.RunAsync(g => g.GetGrain<ICustomerRegistry>(0).Get(user, customerId)), deviceId, grains);

    private static async Task<IResult> AssignPublic(CurrentUser user, PathId deviceId, GrainCalls grains)
    {
        // A device that is not there makes no customer.
        var device = await grains.DeviceAsync(deviceId, d => d.Get(user));
        return device.Outcome == Outcome.Done
            ? await AssignAsync(user, await grains.RunAsync(g => g.GetGrain<ICustomerRegistry>(0).GetPublic(user)), deviceId, grains)
            : Outcomes.Refuse(device.Outcome, device.Reason);
    }

    private static Task<IResult> Take(CurrentUser user, PathId deviceId, GrainCalls grains) => TakeAsync(user, null, deviceId, grains);

    private static Task<IResult> TakeFrom(CurrentUser user, PathId customerId, PathId deviceId, GrainCalls grains) => TakeAsync(user, customerId, deviceId, grains);

    private static async Task<IResult> AssignAsync(CurrentUser user, Answer<CustomerInfo> customer, Guid device, GrainCalls grains) =>
        customer.Outcome == Outcome.Done
            ? Reply.From(await grains.DeviceAsync(device, d => d.Assign(user, customer.Value!.Id)), DeviceDocument.From)
            : Outcomes.Refuse(customer.Outcome, customer.Reason);

    private static async Task<IResult> TakeAsync(CurrentUser user, Guid? from, Guid id, GrainCalls grains)
    {
        var device = await grains.DeviceAsync(id, d => d.Get(user));
        if (device.Outcome != Outcome.Done)
            return Outcomes.Refuse(device.Outcome, device.Reason);
        if (device.Value!.Fields.CustomerId is not { } owner)
            return Problem.Bad("Device isn't assigned to any customer!");
        if (from is { } expected && expected != owner)
            return Problem.Bad("Device isn't assigned to that customer!");
        return Reply.From(await grains.DeviceAsync(id, d => d.Assign(user, null)), DeviceDocument.From);
    }
}
