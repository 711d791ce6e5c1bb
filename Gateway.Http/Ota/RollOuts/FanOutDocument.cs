using OrleansIot.Gateway.Http;
using OrleansIot.Ota;

namespace OrleansIot.Gateway.Ota;

/// <summary>How far a profile's package has come to its devices.</summary>
internal sealed record FanOutDocument(
    string Type, EntityIdDocument? PackageId, string State, long Total, long Done, long Postponed, long StartedTime, long? FinishedTime)
{
    public static FanOutDocument From(FanOutProgress progress) => new(
        OtaTypes.Name(progress.Type), EntityIdDocument.OtaPackage(progress.Package), progress.FinishedTime is null ? "RUNNING" : "FINISHED", progress.Total, progress.Done,
        progress.Postponed, progress.StartedTime, progress.FinishedTime);
}
