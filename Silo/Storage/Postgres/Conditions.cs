using System.Globalization;

namespace OrleansIot.Silo.Storage.Postgres;

/// <summary>A where clause that depends on what is asked for, with its parameters.</summary>
internal sealed class Conditions
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _parameters = [];

    /// <summary>All of them hold; none of them is true of everything.</summary>
    public string Where => _conditions.Count == 0 ? "true" : string.Join(" and ", _conditions);

    public object?[] Parameters => [.. _parameters];

    /// <param name="condition">Its parameter is <c>{0}</c>.</param>
    /// <param name="value">Null: not asked for.</param>
    public Conditions AddIfSet(string condition, object? value)
    {
        if (value is not null)
            _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, Parameter(value)));
        return this;
    }

    /// <returns>The name of one more parameter.</returns>
    public string Parameter(object value)
    {
        _parameters.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
