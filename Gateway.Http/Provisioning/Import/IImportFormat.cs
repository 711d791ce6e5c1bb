using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>How the lines of an import are read.</summary>
internal interface IImportFormat
{
    /// <summary>The device of a line; one with a fault where it cannot be read. Null: the line says nothing.</summary>
    ImportedDevice? Read(long number, ReadOnlySpan<byte> utf8);
}
