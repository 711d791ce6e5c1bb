namespace OrleansIot.Load;

/// <summary>How long a device had to try until its message was acknowledged.</summary>
/// <param name="Begun">When it wanted to send, in ticks of Stopwatch.</param>
/// <param name="Ended">When the acknowledgement came, or now when it has not come yet.</param>
public readonly record struct Wait(int Device, long Begun, long Ended);
