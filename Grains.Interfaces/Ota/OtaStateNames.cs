namespace OrleansIot.Ota;

/// <summary>How states are spelled in readings and reports.</summary>
public static class OtaStateNames
{
    public static string Of(OtaState state) => state switch
    {
        OtaState.Queued => "QUEUED",
        OtaState.Initiated => "INITIATED",
        OtaState.Downloading => "DOWNLOADING",
        OtaState.Downloaded => "DOWNLOADED",
        OtaState.Verified => "VERIFIED",
        OtaState.Updating => "UPDATING",
        OtaState.Updated => "UPDATED",
        OtaState.Failed => "FAILED",
        _ => "NONE",
    };

    /// <summary>The state that a device reports; null: it is none that a device can be in.</summary>
    public static OtaState? Reported(ReadOnlySpan<byte> utf8)
    {
        for (var state = OtaState.Downloading; state <= OtaState.Failed; state++)
            if (System.Text.Ascii.Equals(utf8, Of(state)))
                return state;
        return null;
    }
}
