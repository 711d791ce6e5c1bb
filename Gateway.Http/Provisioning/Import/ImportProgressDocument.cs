using OrleansIot.Provisioning;

namespace OrleansIot.Gateway.Provisioning;

/// <summary>How far an import has come.</summary>
internal sealed record ImportProgressDocument(Guid Import, long StartedTime, long UpdatedTime, long Line, long Created, long Refused)
{
    public static ImportProgressDocument From(ImportProgress progress) =>
        new(progress.Id, progress.StartedTime, progress.UpdatedTime, progress.Line, progress.Created, progress.Failed);
}
