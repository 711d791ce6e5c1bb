using OrleansIot.Polls;

namespace OrleansIot.Gateway.Polls;

/// <summary>How a poll ended.</summary>
/// <param name="Delivery">Set exactly when the end is <see cref="PollEnd.Delivered"/>.</param>
internal readonly record struct PollResult(PollEnd End, PollDelivery? Delivery = null);
