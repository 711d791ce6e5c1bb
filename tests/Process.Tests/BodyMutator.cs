using System.Text;

namespace OrleansIot.Processes;

/// <summary>Bodies that are almost right: samples of everything the grammar takes, broken a little or a lot. The same seed gives the same bodies.</summary>
internal sealed class BodyMutator(int seed)
{
    private const int LongestBody = 2048;

    private static readonly byte[][] Samples = [.. new[]
    {
        """{"a":1,"b":"x","c":true,"d":null,"e":1.5e3}""",
        """{"ts":1451649600512,"values":{"a":1,"b":{"n":[1,2,{"m":null}]}}}""",
        """[{"a":1},{"ts":2,"values":{"b":2}},{"c":"\u00e9\ud83d\ude00\n"}]""",
        "{temperature:42,humidity:73}",
        "{'a':'x', b=1; c=>2, // comment\n d:[1,,2,] /* more */ }",
        """{"n":9223372036854775807,"m":-9223372036854775808,"o":9223372036854775808,"p":0.30000000000000004}""",
        """{"s":"007","t":"1.10","u":"-5","v":"","w":"NaN","x":NaN,"y":0x1F,"z":+5}""",
        """{"ä ö":"\"\\\/\b\f\n\r\t","k.e.y":"{{x}}","<b>":"</script>"}""",
        """{"ts":"1451649600512","values":{"deep":[[[[[[[[[[{"a":[]}]]]]]]]]]]}}""",
        "\ufeff)]}'\n{\"a\":1e400}",
        "{}",
        "[]",
        "[{}]",
    }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] Words = [.. new[]
    {
        "{", "}", "[", "]", ":", ",", ";", "=", "=>", "\"", "'", "\\", "\\u", "\\ud800", "//", "/*", "*/", "#", "null", "TRUE", "NaN", "-", "1e999999999", "1e-999999999",
        "0000000000000000000000000000000000001", "\"ts\"", "\"values\"", "\u0000", "\n", "\r\n", "\ufeff", ")]}'\n", "[[[[[[[[[[[[[[[[", "{a:{a:{a:{a:{a:", "\"\":",
    }.Select(Encoding.UTF8.GetBytes)];

    private readonly Random _random = new(seed);
    private readonly List<byte> _body = new(LongestBody);

    public byte[] Next()
    {
        _body.Clear();
        _body.AddRange(Any(Samples));
        for (var left = _random.Next(8); left > 0; left--)
            Mutate();
        return [.. _body.Take(LongestBody)];
    }

    private void Mutate()
    {
        var at = _random.Next(_body.Count + 1);
        var length = _random.Next(Math.Min(16, _body.Count - at) + 1);
        switch (_random.Next(7))
        {
            case 0:
                _body.RemoveRange(at, length);
                break;
            case 1:
                _body.InsertRange(at, Any(Words));
                break;
            case 2:
                _body.Insert(at, (byte)_random.Next(256));
                break;
            case 3 when at < _body.Count:
                _body[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 4:
                _body.InsertRange(at, Any(Samples));
                break;
            case 5 when length > 0:
                Repeat(at, length);
                break;
            default:
                _body.RemoveRange(at, _body.Count - at);
                break;
        }
    }

    /// <summary>A piece many times over: deep nesting, long numbers, many keys.</summary>
    private void Repeat(int at, int length)
    {
        var piece = _body.GetRange(at, length);
        for (var times = 1 << _random.Next(7); times > 0 && _body.Count < LongestBody; times--)
            _body.InsertRange(at, piece);
    }

    private byte[] Any(byte[][] choices) => choices[_random.Next(choices.Length)];
}
