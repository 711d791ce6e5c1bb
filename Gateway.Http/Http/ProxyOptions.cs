using System.ComponentModel.DataAnnotations;
using System.Net;

namespace OrleansIot.Gateway.Http;

/// <summary>Whose word is taken for where a request comes from.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxies";

    /// <summary>
    /// Addresses and networks of balancers, separated by commas: <c>10.0.0.0/8, ::1</c>. Of a request from one of them the last address of its <c>X-Forwarded-For</c> counts that
    /// is not itself among them. Whoever is in here may pretend to be anybody.
    /// </summary>
    public string Trusted { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Words
        .Where(word => Network(word) is null)
        .Select(word => new ValidationResult($"'{word}' is neither an address nor a network", [nameof(Trusted)]));

    internal IPNetwork[] Networks => [.. Words.Select(Network).OfType<IPNetwork>()];

    private string[] Words => Trusted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IPNetwork? Network(string word)
    {
        if (IPNetwork.TryParse(word, out var network))
            return network;
        return IPAddress.TryParse(word, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
