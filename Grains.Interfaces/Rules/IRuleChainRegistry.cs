using OrleansIot.Accounts;
using OrleansIot.Values;

namespace OrleansIot.Rules;

/// <summary>The rule chains of the tenant. A change is in force on every silo when it is answered.</summary>
[Alias("OrleansIot.IRuleChainRegistry")]
public interface IRuleChainRegistry : IGrainWithIntegerKey
{
    /// <summary>Creates a chain without nodes. One with this id that is there already is an earlier attempt's.</summary>
    [Alias("Create")]
    Task<Answer<RuleChainInfo>> Create(Caller caller, Guid id, RuleChainFields fields);

    [Alias("Get")]
    Task<Answer<RuleChainRecord>> Get(Caller caller, Guid id);

    /// <summary>Conflict: <paramref name="expectedVersion"/> (null: any) is not the current one.</summary>
    [Alias("Update")]
    Task<Answer<RuleChainInfo>> Update(Caller caller, Guid id, RuleChainFields fields, long? expectedVersion);

    /// <summary>Replaces the nodes. Invalid: a node cannot run here; the reason names it.</summary>
    [Alias("SaveNodes")]
    Task<Answer<RuleChainRecord>> SaveNodes(Caller caller, Guid id, RuleChainMetadata metadata, long? expectedVersion);

    /// <summary>Makes it the chain of device profiles that name none.</summary>
    [Alias("SetRoot")]
    Task<Answer<RuleChainInfo>> SetRoot(Caller caller, Guid id);

    /// <summary>Invalid: it is the root chain, or device profiles use it.</summary>
    [Alias("Delete")]
    Task<Answer<bool>> Delete(Caller caller, Guid id);

    [Alias("List")]
    Task<Answer<Page<RuleChainInfo>>> List(Caller caller, PageQuery query);

    /// <summary>The newest chains with their nodes.</summary>
    [Alias("Export")]
    Task<Answer<RuleChainRecord[]>> Export(Caller caller, int limit);

    /// <summary>Creates the chains, each for itself; ids by which they refer to each other are replaced.</summary>
    /// <param name="overwrite">A chain whose name is there already gives it its nodes.</param>
    [Alias("Import")]
    Task<Answer<RuleChainImported[]>> Import(Caller caller, RuleChainImport[] chains, bool overwrite);

    /// <summary>Runs a script on a sample. A script that fails is an answer, too.</summary>
    [Alias("TestScript"), ResponseTimeout("00:01:10")]
    Task<Answer<ScriptTestResult>> TestScript(Caller caller, ScriptTest test);

    /// <summary>What was kept of a node's messages, newest first; with a chain's id: of what entered the chain. Bounded, and gone with the silo that kept it.</summary>
    [Alias("ReadDebug")]
    Task<Answer<RuleDebugEvent[]>> ReadDebug(Caller caller, Guid entityId);

    /// <summary>Forgets what was kept.</summary>
    [Alias("ClearDebug")]
    Task<Answer<bool>> ClearDebug(Caller caller, Guid entityId);
}
