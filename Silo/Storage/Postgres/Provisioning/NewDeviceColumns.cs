using Npgsql;

namespace OrleansIot.Silo.Storage.Postgres.Provisioning;

/// <summary>Devices to be made, as the columns that a statement takes.</summary>
internal sealed class NewDeviceColumns
{
    private readonly List<Guid?> _attributeDevices = [];
    private readonly List<short> _scopes = [];
    private readonly List<string> _keys = [];
    private readonly ValueColumns _values = new();
    private readonly List<long> _instants = [];
    private readonly List<long> _versions = [];

    public NpgsqlBatchCommand Insert(List<NewDeviceCandidate> devices)
    {
        foreach (var (_, device, _, _) in devices)
        {
            foreach (var entry in device.Attributes)
            {
                _attributeDevices.Add(device.Id);
                _scopes.Add((short)entry.Scope);
                _keys.Add(entry.Key);
                _values.Add(entry.Value);
                _instants.Add(entry.LastUpdateTs);
                _versions.Add(entry.Version);
            }
        }

        List<T> Column<T>(Converter<NewDeviceCandidate, T> value) => devices.ConvertAll(value);
        return new NpgsqlBatchCommand(ProvisioningSql.Insert)
            .With(Column(d => (Guid?)d.Device.Id)).With(Column(d => d.Device.CreatedTime)).With(Column(d => d.Device.Fields.Name)).With(Column(d => d.Device.Fields.Label!))
            .With(Column(d => DeviceMapping.Folded(d.Device.Fields))).With(Column(d => (Guid?)d.Device.Fields.ProfileId)).With(Column(d => d.Device.Fields.CustomerId))
            .With(Column(d => d.Device.Fields.AdditionalInfo)).With(Column(d => d.Device.Fields.FirmwareId)).With(Column(d => d.Device.Fields.SoftwareId))
            .With(Column(d => (Guid?)d.Uuid)).With(Column(d => (short)d.Credentials.Type)).With(Column(d => d.Credentials.CredentialsId!))
            .With(Column(d => d.Credentials.CredentialsValue!)).With(Column(d => (long)d.Device.Attributes.Length))
            .With(_attributeDevices).With(_scopes).With(_keys).With(_values).With(_instants).With(_versions);
    }
}
