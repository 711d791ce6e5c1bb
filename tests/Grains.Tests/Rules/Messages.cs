using System.Text;
using OrleansIot.Grains.Rules;

namespace OrleansIot.Grains.Tests.Rules;

/// <summary>Messages as a device's posts make them.</summary>
internal static class Messages
{
    public static readonly RuleOriginator Device = new(Guid.Parse("0194d0f0-0000-7000-8000-000000000001"), 1, "Device 1", "default", Guid.Parse("0194d0f0-0000-7000-8000-000000000002"), null);

    public static RuleMessage Of(string data = """{"temperature":42.5,"humidity":73}""", string type = MessageTypes.PostTelemetry, params (string Name, string Text)[] metadata) =>
        new(Guid.Empty, type, Device, Encoding.UTF8.GetBytes(data), metadata.ToDictionary(m => m.Name, m => m.Text));

    public static string Text(this RuleMessage message) => Encoding.UTF8.GetString(message.Data);
}
