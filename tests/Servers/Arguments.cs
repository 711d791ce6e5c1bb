using System.Globalization;

namespace OrleansIot.Servers;

/// <summary>Options of a command line, each <c>--name value</c>. Whatever is wrong with them is a <see cref="FormatException"/> whose message names it.</summary>
public sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="names">What may be given, with its dashes.</param>
    public Arguments(IReadOnlyList<string> args, params string[] names)
    {
        for (var i = 0; i < args.Count; i += 2)
        {
            if (!names.Contains(args[i]))
                throw new FormatException($"There is no option {args[i]}; there are {string.Join(", ", names)}.");
            if (i + 1 == args.Count)
                throw new FormatException($"{args[i]} needs a value.");
            _values[args[i]] = args[i + 1];
        }
    }

    public int Number(string name, int otherwise) => Read(name, otherwise, text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));

    public double Share(string name, double otherwise) => Read(name, otherwise, text => double.Parse(text, CultureInfo.InvariantCulture));

    public TimeSpan Seconds(string name, double otherwise) => TimeSpan.FromSeconds(Read(name, otherwise, text => double.Parse(text, CultureInfo.InvariantCulture)));

    /// <summary>Words separated by commas.</summary>
    public string[] Words(string name, params string[] otherwise) => Read(name, otherwise, text => text.Split(','));

    public string Text(string name, string otherwise) => Read(name, otherwise, text => text);

    private T Read<T>(string name, T otherwise, Func<string, T> read)
    {
        try
        {
            return _values.TryGetValue(name, out var text) ? read(text) : otherwise;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new FormatException($"{name} {_values[name]}: {e.Message}");
        }
    }
}
