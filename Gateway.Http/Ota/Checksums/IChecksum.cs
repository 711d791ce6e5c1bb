namespace OrleansIot.Gateway.Ota;

/// <summary>A checksum over bytes that come piece by piece.</summary>
internal interface IChecksum : IDisposable
{
    void Append(ReadOnlySpan<byte> data);

    /// <summary>Lower-case hex of everything appended; the last call.</summary>
    string Finish();
}
