using System.Globalization;
using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// One attempt to commit a batch, with lists of its own: who has waited long enough may leave it alone, and it ends by itself. Used again for other batches
/// afterwards.
/// </summary>
internal sealed class CommitAttempt(NpgsqlDataSource database, TelemetryKeys keys, KnownSeries known, ServerClock clock, TimeSpan timeout)
{
    private readonly string _statementTimeout = timeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
    private readonly CommitSections _sections = new(keys, known);
    private Change[] _changes = [];
    private ChangeResult[] _results = [];
    private int _count;

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
        await keys.LearnAsync(_changes.AsMemory(0, _count), _results.AsMemory(0, _count)).ConfigureAwait(false);
        if (await TryStoreAsync(0, _count, deadline, apart: false).ConfigureAwait(false))
            return;
        // Something does not fit what is stored, as after a second activation of a device. What is all or nothing goes alone, so that each has its own result.
        for (var (start, end) = (0, 0); start < _count; start = end)
        {
            end = GoesAlone(_changes[start]) ? start + 1 : Array.FindIndex(_changes, start, _count - start, GoesAlone) is >= 0 and var next ? next : _count;
            if (!await TryStoreAsync(start, end, deadline, apart: true).ConfigureAwait(false))
                _results[start] = ChangeResult.Unmatched;
        }
    }

    public void Clear()
    {
        _sections.Clear();
        Array.Clear(_changes, 0, _count);
        _count = 0;
    }

    private static bool GoesAlone(Change change) => change is ChangeSet or OwnerChange;

    private async Task<long> DeadlineAsync()
    {
        if (clock.In(timeout) is { } deadline)
            return deadline;
        var sent = clock.Timestamp();
        var heard = (long)(await database.ScalarAsync(CommitSql.Clock, CancellationToken.None).ConfigureAwait(false))!;
        clock.Hear(heard, sent);
        return heard + (long)timeout.TotalMicroseconds;
    }

    /// <summary>False: the changes do not fit what is stored, and nothing of them is.</summary>
    /// <param name="apart">Every change of attributes on its own.</param>
    private async Task<bool> TryStoreAsync(int start, int end, long deadline, bool apart)
    {
        _sections.Clear();
        _sections.Fill(_changes.AsSpan(start, end - start), _results.AsSpan(start, end - start), apart);
        if (_sections.HasRivals)
            return false;
        try
        {
            await SendAsync(_results.AsMemory(start, end - start), deadline).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == CommitSql.Unfit)
        {
            return false;
        }
        catch (PostgresException exception) when (exception.SqlState == CommitSql.Late)
        {
            clock.Forget();
            throw;
        }

        _sections.Committed();
        await ForgottenLatest.SettleAsync(database, _sections.OfForgetful, CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    private async Task SendAsync(Memory<ChangeResult> results, long deadline)
    {
        await using var connection = await database.OpenConnectionAsync().ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        batch.BatchCommands.Add(new(CommitSql.Begin)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = deadline }, new NpgsqlParameter<string> { TypedValue = _statementTimeout } },
        });
        _sections.AddTo(batch);
        if (batch.BatchCommands.Count == 1)
            return;
        var sent = clock.Timestamp();
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        var heard = reader.GetInt64(0);
        await reader.NextResultAsync().ConfigureAwait(false);
        await _sections.ReadAsync(reader, results).ConfigureAwait(false);
        while (await reader.NextResultAsync().ConfigureAwait(false))
        {
        }

        clock.Hear(heard, sent);
    }
}
