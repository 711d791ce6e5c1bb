using OrleansIot.Accounts;
using OrleansIot.Gateway.Calls;
using OrleansIot.Provisioning;
using OrleansIot.Values;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>One import: lines are read and parsed while those before are stored, a batch at a time, so that what is stored never runs ahead of what is counted.</summary>
internal sealed class ImportRun(GrainCalls grains, Caller caller, Guid import, ImportReport report)
{
    private (ImportedDevice[] Lines, long Last, Task<Answer<ImportedLine[]>> Stored)? _underWay;
    private ImportBatch _batch = new();

    /// <summary>All lines up to this one are dealt with and reported.</summary>
    public long Line { get; private set; }

    /// <summary>Why the import ends before its body does.</summary>
    public string? Problem { get; private set; }

    /// <param name="after">Lines up to this one are passed over: the caller has their reports.</param>
    public async Task RunAsync(ImportLines lines, IImportFormat format, long after, CancellationToken cancellation)
    {
        Line = after;
        while (Problem is null && await lines.NextAsync(cancellation) is { } text)
        {
            if (!text.IsTooLong && text.IsBlank)
                continue;
            var device = text.IsTooLong
                ? ImportedDevice.Unreadable(lines.Number, $"The line is longer than {ImportLines.MaxLine} bytes")
                : format.Read(lines.Number, text.Utf8.Span);
            if (format is CsvLines { Fault: { } fault })
                Problem = fault;
            if (device is null || lines.Number <= after)
                continue;
            _batch.Add(device, text.Utf8.Length);
            if (_batch.IsFull)
                await SendAsync(lines.Number, cancellation);
        }
        if (!_batch.IsEmpty && Problem is null)
            await SendAsync(lines.Number, cancellation);
        await TakeAsync(cancellation);
        if (Problem is null)
            Line = Math.Max(Line, lines.Number);
    }

    private async Task SendAsync(long last, CancellationToken cancellation)
    {
        await TakeAsync(cancellation);
        if (Problem is not null)
            return;
        var lines = _batch.Devices;
        _batch = new();
        _underWay = (lines, last, grains.RunAsync(g => g.GetGrain<IDeviceImporter>(0).Import(caller, import, lines)));
    }

    /// <summary>Reports the batch that is being stored, if there is one.</summary>
    private async Task TakeAsync(CancellationToken cancellation)
    {
        if (_underWay is not var (lines, last, stored))
            return;
        _underWay = null;
        try
        {
            var answer = await stored;
            if (answer.Value is not { } results)
            {
                Problem = answer.Reason ?? "The server is overloaded, try again later";
                return;
            }
            for (var i = 0; i < lines.Length; i++)
                report.Add(lines[i].Line, results[i]);
            Line = last;
            await report.SpillAsync(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What is stored of the batch is not known; it comes again under the same ids.
            Problem = "The server is overloaded, try again later";
        }
    }
}
