using System.Globalization;
using Npgsql;
using OrleansIot.Grains.Commits;
using OrleansIot.Grains.Rpc;
using OrleansIot.Silo.Storage.Postgres.Rules;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// One attempt to commit a batch, with lists of its own: who has waited long enough may leave it alone, and it ends by itself. Used again for other batches
/// afterwards.
/// </summary>
internal sealed class CommitAttempt
{
    private readonly NpgsqlDataSource _database;
    private readonly TelemetryKeys _keys;
    private readonly ServerClock _clock;
    private readonly TimeSpan _timeout;
    private readonly string _statementTimeout;
    private readonly ReadingSection _readings;
    private readonly AttributeSection _attributes = new();
    private readonly CursorSection _cursors = new();
    private readonly CommandSection _commands = new();
    private readonly AnnouncementSection _announcements = new();
    private readonly OutboxSection _outbox = new();
    private readonly ICommitSection[] _sections;
    private Change[] _changes = [];
    private ChangeResult[] _results = [];
    private int _count;

    public CommitAttempt(NpgsqlDataSource database, TelemetryKeys keys, KnownSeries known, ServerClock clock, TimeSpan timeout)
    {
        (_database, _keys, _clock, _timeout) = (database, keys, clock, timeout);
        _statementTimeout = timeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        _readings = new(keys, known);
        _sections = [_readings, _attributes, _cursors, _commands, _announcements, _outbox];
    }

    public ReadOnlySpan<ChangeResult> Results => _results.AsSpan(0, _count);

    public void Take(ReadOnlySpan<Change> batch)
    {
        _count = batch.Length;
        if (_changes.Length < _count)
            (_changes, _results) = (new Change[_count], new ChangeResult[_count]);
        batch.CopyTo(_changes);
        _results.AsSpan(0, _count).Fill(ChangeResult.Applied);
    }

    public async Task RunAsync()
    {
        // From here on: what is sent later than that is refused by the server.
        var deadline = await DeadlineAsync().ConfigureAwait(false);
        await _keys.LearnAsync(_changes.AsMemory(0, _count), _results.AsMemory(0, _count)).ConfigureAwait(false);
        try
        {
            Fill(apart: false);
            await SendAsync(deadline).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == CommitSql.Unfit)
        {
            ClearSections();
            Fill(apart: true);
            await SendAsync(deadline).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == CommitSql.Late)
        {
            _clock.Forget();
            throw;
        }

        _readings.Committed();
        await ForgottenLatest.SettleAsync(_database, _readings.OfForgetful, CancellationToken.None).ConfigureAwait(false);
    }

    public void Clear()
    {
        ClearSections();
        Array.Clear(_changes, 0, _count);
        _count = 0;
    }

    private async Task<long> DeadlineAsync()
    {
        if (_clock.In(_timeout) is { } deadline)
            return deadline;
        var sent = _clock.Timestamp();
        var heard = (long)(await _database.ScalarAsync(CommitSql.Clock, CancellationToken.None).ConfigureAwait(false))!;
        _clock.Hear(heard, sent);
        return heard + (long)_timeout.TotalMicroseconds;
    }

    /// <param name="apart">Every change of attributes on its own.</param>
    private void Fill(bool apart)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_results[i] == ChangeResult.LimitExceeded)
                continue;
            switch (_changes[i])
            {
                case ReadingsChange readings:
                    _readings.Add(i, readings);
                    break;
                case AttributesChange attributes:
                    _attributes.Add(i, attributes, apart);
                    break;
                case CursorChange cursor:
                    _cursors.Add(i, cursor);
                    break;
                case CommandCreation or CommandMove or CommandRemoval:
                    _commands.Add(i, _changes[i]);
                    break;
                case AnnouncementChange announcement:
                    _announcements.Add(i, announcement);
                    break;
                default:
                    throw new NotSupportedException($"{_changes[i].GetType().Name} cannot be stored.");
            }
            _outbox.Add(_changes[i]);
        }
    }

    private async Task SendAsync(long deadline)
    {
        await using var connection = await _database.OpenConnectionAsync().ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)Math.Ceiling(_timeout.TotalSeconds) };
        batch.BatchCommands.Add(new(CommitSql.Begin)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = deadline }, new NpgsqlParameter<string> { TypedValue = _statementTimeout } },
        });
        foreach (var section in _sections)
            section.AddTo(batch);
        if (batch.BatchCommands.Count == 1)
            return;
        var sent = _clock.Timestamp();
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        var heard = reader.GetInt64(0);
        await reader.NextResultAsync().ConfigureAwait(false);
        foreach (var section in _sections)
            await section.ReadAsync(reader, _results.AsMemory(0, _count)).ConfigureAwait(false);
        while (await reader.NextResultAsync().ConfigureAwait(false))
        {
        }

        _clock.Hear(heard, sent);
    }

    private void ClearSections()
    {
        foreach (var section in _sections)
            section.Clear();
    }
}
