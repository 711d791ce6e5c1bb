namespace OrleansIot.Grains.Storage;

/// <summary>Named values of the installation.</summary>
public interface ISettingStore
{
    /// <summary>The value of that name; <paramref name="candidate"/> is stored and returned when there is none yet.</summary>
    Task<string> GetOrAddAsync(string name, string candidate, CancellationToken cancellation);
}
