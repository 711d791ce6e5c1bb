namespace OrleansIot.Grains.Accounts;

/// <summary>The administrator cannot be made as it is configured. The message names the setting, for the person who started the program.</summary>
public sealed class AdministratorException(string message) : Exception(message);
