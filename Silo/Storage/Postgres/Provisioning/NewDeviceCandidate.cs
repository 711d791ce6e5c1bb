using OrleansIot.Devices;
using OrleansIot.Grains.Provisioning;

namespace OrleansIot.Silo.Storage.Postgres.Provisioning;

/// <summary>A device that is to be made.</summary>
/// <param name="Place">Its place in the batch.</param>
/// <param name="Credentials">With an id of their own.</param>
internal readonly record struct NewDeviceCandidate(int Place, NewDevice Device, NewCredentials Credentials, Guid Uuid)
{
    /// <summary>The answer when it was made.</summary>
    public CreatedDevice Made => new(Device.Id, new(Uuid, Credentials.Type, Credentials.CredentialsId!, Credentials.CredentialsValue, 1));
}
