namespace OrleansIot.Chaos.Toys;

/// <summary>What a toy server does wrong.</summary>
public enum Misdeed
{
    None,
    DropsChanges,
    TakesWhatWasCutForTaken,
    TellsOldValuesAgain,
    GivesNoCursor,
    LetsUpdatePollsHang,
    OffersAnsweredCommands,
    LosesCommands,
    MixesUpAnswers,
    RepeatsIds,
    HangsUpOnCallers,
}
