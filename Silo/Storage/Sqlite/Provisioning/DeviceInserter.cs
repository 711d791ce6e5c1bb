using System.Text;
using Microsoft.Data.Sqlite;
using OrleansIot.Devices;
using OrleansIot.Grains.Provisioning;

namespace OrleansIot.Silo.Storage.Sqlite.Provisioning;

/// <summary>Inserts devices with statements that are prepared once. Belongs to the writer thread.</summary>
internal sealed class DeviceInserter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _device = new(connection, ProvisioningSql.Insert);
    private readonly Statement _state = new(connection, ProvisioningSql.InsertState);
    private readonly Statement _attribute = new(connection, AttributeSql.Put);

    /// <summary>The number of the new device.</summary>
    /// <exception cref="SqliteException">A constraint is violated; then nothing was inserted.</exception>
    public long Insert(NewDevice device, NewCredentials credentials, Guid credentialsUuid)
    {
        var fields = device.Fields;
        _device.Bind(1, device.Id).Bind(2, device.CreatedTime).Bind(5, fields.ProfileId).Bind(6, fields.CustomerId).Bind(8, fields.FirmwareId).Bind(9, fields.SoftwareId);
        _device.Bind(10, credentialsUuid).Bind(11, (long)credentials.Type);
        Text(_device, 3, fields.Name);
        Text(_device, 4, fields.Label);
        Text(_device, 12, credentials.CredentialsId);
        Text(_device, 13, credentials.CredentialsValue);
        if (fields.AdditionalInfo is { } info)
            _device.BindText(7, info).Run();
        else
            _device.BindNull(7).Run();

        var number = SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);
        _state.Bind(1, number).Bind(2, device.Attributes.Length).Run();
        foreach (var entry in device.Attributes)
        {
            _attribute.Bind(1, number).Bind(2, (long)entry.Scope).BindValue(4, entry.Value).Bind(6, entry.LastUpdateTs).Bind(7, entry.Version);
            Text(_attribute, 3, entry.Key);
            _attribute.Run();
        }
        return number;
    }

    public void Dispose()
    {
        _device.Dispose();
        _state.Dispose();
        _attribute.Dispose();
    }

    private static void Text(Statement statement, int index, string? text) => _ = text is null ? statement.BindNull(index) : statement.BindText(index, Encoding.UTF8.GetBytes(text));
}
