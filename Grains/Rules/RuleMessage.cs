namespace OrleansIot.Grains.Rules;

/// <summary>What travels through a rule chain. Never changed: a node that wants another message makes one.</summary>
/// <param name="Id">Stays the same from node to node.</param>
/// <param name="Type">One of <see cref="MessageTypes"/>, or what a script made of it.</param>
/// <param name="Data">JSON text in UTF-8; do not change the array.</param>
/// <param name="Metadata">Texts by name; do not change it.</param>
public sealed record RuleMessage(Guid Id, string Type, RuleOriginator Originator, byte[] Data, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The same message with one more, or another, text in its metadata.</summary>
    public RuleMessage With(string name, string text) => this with { Metadata = new Dictionary<string, string>(Metadata, StringComparer.Ordinal) { [name] = text } };
}
