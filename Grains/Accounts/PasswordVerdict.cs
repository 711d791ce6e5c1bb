namespace OrleansIot.Grains.Accounts;

public enum PasswordVerdict : byte
{
    Wrong,
    Right,

    /// <summary>Too many passwords wait to be checked.</summary>
    Busy,
}
