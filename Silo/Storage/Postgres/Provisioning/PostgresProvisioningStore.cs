using Npgsql;
using OrleansIot.DeviceProfiles;
using OrleansIot.Grains.Provisioning;
using OrleansIot.Provisioning;
using OrleansIot.Silo.Storage.Postgres.Ota;
using OrleansIot.Values;

namespace OrleansIot.Silo.Storage.Postgres.Provisioning;

internal sealed class PostgresProvisioningStore(NpgsqlDataSource database, PostgresOptions options) : IProvisioningStore
{
    private const int Attempts = 5;

    public async Task<ProvisioningProfile?[]> FindProfilesAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var found = await database.QueryAsync(
            ProvisioningSql.FindProfiles,
            row => (Key: row.GetString(0), Profile: new ProvisioningProfile(row.GetGuid(1), (ProvisionType)row.GetInt16(2), row.TextOrNull(3), row.GetBoolean(4))),
            cancellation, [Storable(keys)]).ConfigureAwait(false);
        var profiles = found.ToDictionary(f => f.Key, f => f.Profile, StringComparer.Ordinal);
        return [.. keys.Select(key => profiles.GetValueOrDefault(key))];
    }

    public async Task<Guid?[]> FindDevicesAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var found = await connection.QueryAsPlannedNowAsync(
            ProvisioningSql.FindDevices, row => (Name: row.GetString(0), Id: (Guid?)row.GetGuid(1)), cancellation, [Storable(names)]).ConfigureAwait(false);
        var devices = found.ToDictionary(f => f.Name, f => f.Id, StringComparer.Ordinal);
        return [.. names.Select(name => devices.GetValueOrDefault(name))];
    }

    public async Task<Answer<CreatedDevice>[]> CreateAsync(IReadOnlyList<NewDevice> devices, ImportStep? step, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryCreateAsync(devices, step, cancellation).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // Two batches want each other's credentials. The other one goes on, and this one finds what it has left.
            }
        }
    }

    public async Task<ImportProgress?> LoadImportAsync(Guid import, CancellationToken cancellation) => (await database.QueryAsync(
        ProvisioningSql.LoadImport,
        row => new ImportProgress(row.GetGuid(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
        cancellation, import).ConfigureAwait(false)).First();

    private async Task<Answer<CreatedDevice>[]> TryCreateAsync(IReadOnlyList<NewDevice> devices, ImportStep? step, CancellationToken cancellation)
    {
        var answers = new Answer<CreatedDevice>?[devices.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            if (await OtaAssignable.CheckAsync(database, devices[i].Fields, cancellation).ConfigureAwait(false) is { } unassignable)
                answers[i] = unassignable;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        if (step is null && options.MaxDevices == 0)
        {
            // Its one statement is its transaction: who registers waits for one round trip.
            await InsertAsync(connection, devices, answers, long.MaxValue, cancellation).ConfigureAwait(false);
            return answers!;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        // Lines are counted by one at a time, and before anything else is locked.
        var line = step is null ? 0 : await connection.ScalarAsync(ProvisioningSql.LockImport, cancellation, step.Import).ConfigureAwait(false) as long? ?? 0;
        var room = await DeviceQuota.RoomAsync(connection, options.MaxDevices, cancellation).ConfigureAwait(false);
        await InsertAsync(connection, devices, answers, room, cancellation).ConfigureAwait(false);
        if (step is not null)
        {
            var (last, created, failed) = ImportCount.Of(step, answers!, line);
            await connection.ExecuteAsync(ProvisioningSql.Progress, cancellation, step.Import, step.Now, last, created, failed).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return answers!;
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, IReadOnlyList<NewDevice> devices, Answer<CreatedDevice>?[] answers, long room, CancellationToken cancellation)
    {
        var asked = new List<NewDeviceCandidate>(answers.Length);
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i] is not null)
                continue;
            if (DeviceCreation.Complete(devices[i].Credentials) is { } credentials)
                asked.Add(new(i, devices[i], credentials, Guid.NewGuid()));
            else
                answers[i] = DeviceRefusals.NoCredentialsId;
        }

        if (asked.Count > room)
        {
            // A repetition takes no room.
            await AnswerRepetitionsAsync(connection, asked, answers, cancellation).ConfigureAwait(false);
            asked.RemoveAll(a => answers[a.Place] is not null);
            foreach (var beyond in asked.Skip((int)Math.Max(room, 0)))
                answers[beyond.Place] = DeviceRefusals.NoRoom;
            asked.RemoveAll(a => answers[a.Place] is not null);
        }
        if (asked.Count == 0)
            return;

        var made = await MakeAsync(connection, asked, cancellation).ConfigureAwait(false);
        var refused = new List<NewDeviceCandidate>();
        foreach (var candidate in asked)
        {
            if (made.Remove(candidate.Device.Id))
                answers[candidate.Place] = candidate.Made;
            else
                refused.Add(candidate);
        }
        if (refused.Count == 0)
            return;
        // A device may have been made by the same request before, or further up in this batch.
        await AnswerRepetitionsAsync(connection, refused, answers, cancellation).ConfigureAwait(false);
        refused.RemoveAll(r => answers[r.Place] is not null);
        if (refused.Count > 0)
            await ExplainAsync(connection, refused, answers, cancellation).ConfigureAwait(false);
    }

    private static async Task<HashSet<Guid>> MakeAsync(NpgsqlConnection connection, List<NewDeviceCandidate> devices, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NewDeviceColumns().Insert(devices));
        await using var reader = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var made = new HashSet<Guid>(devices.Count);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            made.Add(reader.GetGuid(0));
        return made;
    }

    private static async Task AnswerRepetitionsAsync(
        NpgsqlConnection connection, List<NewDeviceCandidate> asked, Answer<CreatedDevice>?[] answers, CancellationToken cancellation)
    {
        var found = await connection.QueryAsPlannedNowAsync(
            ProvisioningSql.Records, DeviceMapping.Record, cancellation, [asked.Select(a => a.Device.Id).ToArray()]).ConfigureAwait(false);
        var records = found.ToDictionary(record => record.Info.Id);
        foreach (var (place, device, _, _) in asked)
        {
            if (records.GetValueOrDefault(device.Id) is { } record && DeviceCreation.IsRepetition(record, device.Fields, device.Credentials))
                answers[place] = new CreatedDevice(record.Info.Id, record.Credentials);
        }
    }

    private static async Task ExplainAsync(
        NpgsqlConnection connection, List<NewDeviceCandidate> refused, Answer<CreatedDevice>?[] answers, CancellationToken cancellation)
    {
        var reasons = await connection.QueryAsPlannedNowAsync(
            ProvisioningSql.WhyNot,
            row => (Place: row.GetInt32(0), HasName: row.GetBoolean(1), HasCredentials: row.GetBoolean(2), HasProfile: row.GetBoolean(3)),
            cancellation,
            refused.Select(r => r.Device.Fields.Name).ToArray(), refused.Select(r => r.Credentials.CredentialsId).ToArray(), refused.Select(r => r.Device.Fields.ProfileId).ToArray())
            .ConfigureAwait(false);
        foreach (var reason in reasons)
        {
            answers[refused[reason.Place - 1].Place] = reason switch
            {
                { HasName: true } => DeviceRefusals.NameTaken,
                { HasCredentials: true } => DeviceRefusals.CredentialsTaken,
                { HasProfile: false } => DeviceRefusals.NoProfile,
                _ => DeviceRefusals.NoCustomer,
            };
        }
    }

    /// <summary>What the database cannot hold, nobody has stored.</summary>
    private static string[] Storable(IReadOnlyList<string> texts) => [.. texts.Where(text => text.IsStorable()).Distinct(StringComparer.Ordinal)];
}
