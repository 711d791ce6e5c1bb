namespace OrleansIot.Values;

/// <summary>How long one call of a grain may take before the caller gives it up; for <c>[ResponseTimeout]</c>. Calls without one take what the caller's host says.</summary>
public static class CallTimes
{
    /// <summary>
    /// Calls on behalf of devices. A call that was under way to a silo that is killed is never answered: this is what the device waits then, before the gateway
    /// calls again. Orleans looks at the time once a second, so that an attempt ends after one to two.
    /// </summary>
    public const string Attempt = "00:00:01";

    /// <summary>Calls that rightly take long, such as a history or a password in the queue for its check: as long as the gateway's own deadline.</summary>
    public const string Long = "00:00:10";
}
