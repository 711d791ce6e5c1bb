namespace OrleansIot.Gateway.Ota;

/// <summary>Cuts bytes that come in pieces of any length into blocks of one length.</summary>
internal sealed class BlockFeed(int blockSize)
{
    private readonly byte[] _rest = new byte[blockSize];

    public int RestLength { get; private set; }

    /// <summary>Bytes seen so far.</summary>
    public long Total { get; private set; }

    /// <summary>Completes the block that is kept from before, if the data is long enough, and takes from the data what it needs for it.</summary>
    public bool TryFill(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> block)
    {
        Total += data.Length;
        block = _rest;
        if (RestLength == 0 || RestLength + data.Length < blockSize)
            return false;
        var taken = blockSize - RestLength;
        data[..taken].CopyTo(_rest.AsSpan(RestLength));
        data = data[taken..];
        RestLength = 0;
        return true;
    }

    /// <summary>Keeps less than a block for later.</summary>
    public void Keep(ReadOnlySpan<byte> data)
    {
        data.CopyTo(_rest.AsSpan(RestLength));
        RestLength += data.Length;
    }

    /// <summary>What is kept, filled up with zeros.</summary>
    public ReadOnlySpan<byte> Rest()
    {
        _rest.AsSpan(RestLength).Clear();
        return _rest;
    }
}
