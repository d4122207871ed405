using System.Globalization;
using Osler.Core.Words;

namespace Osler.Core.Tables;

/// <summary>
/// Numbers of a column that hardly are measurements: far from all others, negative where nearly all are positive, or a code
/// for "not measured" at the end of the range.
/// </summary>
/// <remarks>
/// Nothing is known of the column but its numbers, so that only what stands out grossly is told: beyond the middle nine
/// tenths by ten times their width, or 0 or a number such as 99 or 777 that is the least or the greatest, with a gap of a
/// quarter of that width to the next, which the other values do not have. Columns of fewer than 20 numbers are not judged.
/// </remarks>
internal sealed class OddNumbers
{
    private const int Fewest = 20;
    private const double Far = 10;
    private const double Apart = 0.25;
    private const double OrdinaryGaps = 5;

    private readonly string _column;
    private readonly double _low;
    private readonly double _high;
    private readonly double _lowest;
    private readonly double _highest;
    private readonly double _gap;
    private readonly End _least = new();
    private readonly End _greatest = new();
    private int _far;
    private int _negative;

    private OddNumbers(string column, double low, double high, int distinct)
    {
        (_column, _low, _high) = (column, low, high);
        double width = high - low;
        (_lowest, _highest) = (low - Far * width, high + Far * width);
        _gap = Math.Max(Apart * width, OrdinaryGaps * width / (distinct - 1));
    }

    /// <summary>Watches a column; null where it has no numbers to judge.</summary>
    /// <param name="column">The column.</param>
    /// <param name="census">Its census.</param>
    public static OddNumbers? Of(Column column, ColumnCensus census) =>
        column.Kind == ColumnKind.Numeric
        && census.Present >= Fewest
        && census.Quantiles is [var low, .., var high]
        && high > low
            ? new OddNumbers(column.Name, low, high, census.Distinct)
            : null;

    /// <summary>Sees a cell.</summary>
    /// <param name="value">The number; NaN is missing.</param>
    public void Add(double value)
    {
        if (double.IsNaN(value))
            return;
        if (value < _lowest || value > _highest)
            _far++;
        else if (value < 0 && _low > 0)
            _negative++;
        _least.Add(-value);
        _greatest.Add(value);
    }

    /// <summary>What to tell the user; null where nothing stands out.</summary>
    public Finding? Tell()
    {
        int odd = _far + _negative;
        if (odd > 0)
            return new Finding(
                "far_out",
                [_column],
                $"{_column} reaches from {Text(-_least.Value)} to {Text(_greatest.Value)}, while nine tenths of it lie between {Text(_low)} and {Text(_high)}: {Counted.Of(odd, "number is", "numbers are")} {What}. If these are slips or another unit, state data.columns.{_column}.low and high; they count as missing then.",
                odd
            );
        return Code(_least, -1, "below") ?? Code(_greatest, 1, "above");
    }

    private string What =>
        _negative == 0 ? "far beyond"
        : _far == 0 ? "negative"
        : "negative or far beyond";

    private Finding? Code(End end, int sign, string beyond)
    {
        double value = sign * end.Value;
        return end.Value - end.Next < _gap || !IsCode(value)
            ? null
            : new Finding(
                "code_for_missing",
                [_column],
                $"{_column} is {Text(value)} in {Counted.Of(end.Count, "row")}, and in no other {beyond} {Text(sign * end.Next)}: it may stand for \"not measured\". If so, state data.columns.{_column}.missing=[{Text(value)}].",
                end.Count
            );
    }

    // 0, and numbers of two digits or more that are all 7, 8 or 9, as data dictionaries use them.
    private static bool IsCode(double value)
    {
        string digits = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        return value == 0
            || (
                digits.Length > 1
                && digits[0] is ('7' or '8' or '9')
                && digits.All(digit => digit == digits[0])
            );
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The greatest of the numbers seen, how often it came, and the greatest of the others.</summary>
    private sealed class End
    {
        public double Value { get; private set; } = double.NegativeInfinity;

        public double Next { get; private set; } = double.NegativeInfinity;

        public int Count { get; private set; }

        public void Add(double value)
        {
            if (value > Value)
                (Next, Value, Count) = (Value, value, 1);
            else if (value == Value)
                Count++;
            else if (value > Next)
                Next = value;
        }
    }
}
