using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>Lines that go to a silo in one call and are stored in one transaction: as many as make the way there worth it, and no more than a message may hold.</summary>
internal sealed class ImportBatch
{
    public const int MaxLines = 1_000;

    /// <summary>Bytes of lines from which on no more are taken.</summary>
    public const int MaxBytes = 4 << 20;

    private readonly List<ImportedDevice> _devices = [];
    private long _bytes;

    public bool IsEmpty => _devices.Count == 0;

    public bool IsFull => _devices.Count >= MaxLines || _bytes >= MaxBytes;

    public ImportedDevice[] Devices => [.. _devices];

    /// <param name="bytes">Of the line.</param>
    public void Add(ImportedDevice device, int bytes)
    {
        _devices.Add(device);
        _bytes += bytes;
    }
}
