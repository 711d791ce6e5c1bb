using Microsoft.Data.Sqlite;
using OrleansIot.Grains.Claiming;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Ota;
using OrleansIot.Grains.Provisioning;

namespace OrleansIot.Silo.Storage.Sqlite;

/// <summary>Stores changes of owners, offers, registrations and packages. Belongs to the writer thread.</summary>
internal sealed class LifecycleWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _give = new(connection, LifecycleSql.Give);
    private readonly Statement _isGiven = new(connection, LifecycleSql.IsGiven);
    private readonly Statement _claim = new(connection, LifecycleSql.Claim);
    private readonly Statement _provision = new(connection, LifecycleSql.Provision);
    private readonly Statement _announce = new(connection, LifecycleSql.Announce);
    private readonly Statement _endDue = new(connection, LifecycleSql.EndDue);
    private readonly Statement _report = new(connection, LifecycleSql.Report);

    public ChangeResult Write(Change change)
    {
        switch (change)
        {
            case OwnerChange owner:
                return Give(owner);
            case ClaimChange claim:
                Store(claim.Device, claim.Record);
                break;
            case ProvisionChange provision:
                _provision.Bind(1, provision.Device).Bind(2, provision.Attempt).Bind(3, provision.At).Run();
                break;
            case AnnouncementChange announcement:
                foreach (var mark in announcement.Marks)
                    _announce.Bind(1, announcement.Device).Bind(2, (long)mark.Type).Bind(3, mark.Package).Bind(4, (long)mark.State).Bind(5, mark.Ts).Run();
                _endDue.Bind(1, announcement.Device).Run();
                break;
            case OtaStateChange said:
                _report.Bind(1, said.Device).Bind(2, (long)said.Type).Bind(3, said.Package).Bind(4, (long)said.State).Bind(5, said.Ts).Run();
                break;
            default:
                throw new NotSupportedException($"{change.GetType().Name} cannot be stored.");
        }
        return ChangeResult.Applied;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_give, _isGiven, _claim, _provision, _announce, _endDue, _report])
            statement.Dispose();
    }

    private ChangeResult Give(OwnerChange owner)
    {
        _give.Bind(1, owner.Device).Bind(2, owner.Customer).Bind(3, owner.ExpectedVersion).Run();
        if (connection.Changes() > 0)
            return ChangeResult.Applied;
        var before = _isGiven.Bind(1, owner.Device).Bind(2, owner.Customer).Bind(3, owner.ExpectedVersion).Step();
        _isGiven.Reset();
        return before ? ChangeResult.Applied : ChangeResult.Unmatched;
    }

    private void Store(long device, ClaimRecord record)
    {
        _claim.Bind(1, device).Bind(3, record.ExpiresAt).Bind(4, record.Attempt);
        if (record.SecretHash is { } hash)
            _claim.BindBlob(2, hash).Run();
        else
            _claim.BindNull(2).Run();
    }
}
