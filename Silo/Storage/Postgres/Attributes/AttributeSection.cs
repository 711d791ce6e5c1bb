using Npgsql;
using OrleansIot.Grains.Commits;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>
/// Stores changes of attributes. Those of one device that build on each other go as one chain; where a chain does not fit what is stored, the transaction is
/// refused, and the store sends it again with every change on its own.
/// </summary>
internal sealed class AttributeSection : ICommitSection
{
    private readonly Dictionary<long, AttributeChain> _lastOfDevice = [];
    private readonly List<AttributeWave> _waves = [];
    private readonly HashSet<long> _unmatched = [];
    private int _used;

    /// <param name="apart">Every change is a chain of its own, so that each has its own result.</param>
    public void Add(int index, AttributesChange change, bool apart)
    {
        if (!_lastOfDevice.TryGetValue(change.Device, out var chain) || apart || !chain.MayJoin(change))
        {
            chain = new(chain is null ? 0 : chain.Wave + 1, change);
            _lastOfDevice[change.Device] = chain;
            Wave(chain.Wave).Add(chain);
        }

        chain.Join(index, change);
        Wave(chain.Wave).Add(change);
    }

    public void AddTo(NpgsqlBatch batch)
    {
        foreach (var wave in _waves.Take(_used))
        {
            batch.BatchCommands.Add(wave.Write());
            batch.BatchCommands.Add(wave.Check(HasChains(wave) ? AttributeSql.RefuseUnmatched : AttributeSql.Unmatched));
        }
    }

    public async Task ReadAsync(NpgsqlDataReader reader, Memory<ChangeResult> results)
    {
        foreach (var wave in _waves.Take(_used))
        {
            _unmatched.Clear();
            while (!HasChains(wave) && await reader.ReadAsync().ConfigureAwait(false))
                _unmatched.Add(reader.GetInt64(0));
            await reader.NextResultAsync().ConfigureAwait(false);
            foreach (var chain in wave.Chains)
            {
                foreach (var index in chain.Indexes)
                    results.Span[index] = _unmatched.Contains(chain.Device) ? ChangeResult.Unmatched : ChangeResult.Applied;
            }
        }
    }

    public void Clear()
    {
        foreach (var wave in _waves.Take(_used))
            wave.Clear();
        _lastOfDevice.Clear();
        _used = 0;
    }

    private static bool HasChains(AttributeWave wave) => wave.Chains.Any(chain => chain.Indexes.Count > 1);

    private AttributeWave Wave(int number)
    {
        _used = Math.Max(_used, number + 1);
        while (_waves.Count < _used)
            _waves.Add(new());
        return _waves[number];
    }
}
