namespace OrleansIot.Load;

/// <summary>The places of a rendered request that change from one sending to the next.</summary>
internal sealed record RequestPatches(Range[] Ts, Range[] Numbers)
{
    public void Apply(byte[] request, long ts, int number)
    {
        foreach (var range in Ts)
            RequestTemplate.Write(request.AsSpan(range), ts);
        foreach (var range in Numbers)
            RequestTemplate.Write(request.AsSpan(range), RequestTemplate.FirstNumber + number);
    }
}
