using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Words;

namespace Osler.Core.Variants.Features;

/// <summary>Whether a table of variants can be coded as a model's was: 1 present, 0 absent, nothing where not determined.</summary>
/// <remarks>Rows are added first; what can't be is refused then, and what is odd is told.</remarks>
public sealed class VariantCoding
{
    // Fewer variants, cells or isolates say nothing about a coding.
    private const int Enough = 20;

    // A variant that fewer than so many of training's isolates had, and more than half have here, or the other way round.
    private const double Rare = 0.25;
    private const int MostNamed = 3;

    private readonly ImmutableArray<InputColumn> _inputs;
    private readonly ImmutableArray<double> _shares;
    private readonly int[] _known;
    private readonly int[] _present;
    private int _rows;
    private int _empty;

    /// <param name="preprocessing">The model's, of inputs that are variants.</param>
    public VariantCoding(FittedPreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _inputs = preprocessing.Inputs;
        _shares = Shares(preprocessing);
        _known = new int[_inputs.Length];
        _present = new int[_inputs.Length];
    }

    /// <summary>[inputs] the share of training's isolates that had each variant, among those in which it was determined; 0 to 1.</summary>
    /// <param name="preprocessing">The model's, which fills what is not determined with that share.</param>
    public static ImmutableArray<double> Shares(FittedPreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        var filled = preprocessing
            .Steps.OfType<FittedImpute>()
            .ToDictionary(step => step.Column, step => step.Value, StringComparer.Ordinal);
        // What is an input in its pool alone is rare.
        return
        [
            .. preprocessing.Inputs.Select(input => filled.GetValueOrDefault(input.Name, input.Median ?? 0)),
        ];
    }

    /// <summary>Adds isolates.</summary>
    /// <param name="rows">[n, inputs] row-major: 0, 1, NaN where not determined.</param>
    /// <param name="where">What to call the table in messages.</param>
    /// <exception cref="DataException">A cell is neither.</exception>
    public void Add(ReadOnlySpan<double> rows, string where)
    {
        for (int start = 0; start < rows.Length; start += _inputs.Length)
        {
            _rows++;
            bool any = false;
            for (int i = 0; i < _inputs.Length; i++)
            {
                double cell = rows[start + i];
                if (double.IsNaN(cell))
                    continue;
                if (cell is not (0 or 1))
                    throw new DataException(
                        string.Create(CultureInfo.InvariantCulture, $"A variant is {cell}."),
                        $"{where}, row {_rows}, column '{_inputs[i].Name}'",
                        "Write 1 where the isolate has it, 0 where it has not, -1 or nothing where it was not determined."
                    );
                any = true;
                _known[i]++;
                _present[i] += cell == 1 ? 1 : 0;
            }
            _empty += any ? 0 : 1;
        }
    }

    /// <summary>Refuses isolates of which nothing is known, or whose variants are coded the other way round.</summary>
    /// <param name="where">What to call the table in messages.</param>
    /// <exception cref="DataException">So it is.</exception>
    public void Require(string where)
    {
        if (_rows > 0 && _empty == _rows)
            throw NothingDetermined(where);
        if (_known.Count(known => known > 0) >= Enough)
            RequireRare(_present.Sum(present => (long)present), _known.Sum(known => (long)known), where);
    }

    /// <summary>Of a genome's variants an isolate has few; where most are there, 1 was written for absent.</summary>
    /// <param name="present">Cells that say present.</param>
    /// <param name="known">Cells that say present or absent; few say nothing.</param>
    /// <param name="where">What to call the table in messages.</param>
    /// <exception cref="DataException">More than half are present.</exception>
    public static void RequireRare(long present, long known, string where)
    {
        if (known >= Enough && present > known / 2)
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The variants' coding looks swapped: {100.0 * present / known:F0} % of them are present, where an isolate has few."
                ),
                where,
                "Write 1 where the isolate has the variant, 0 where it has not, -1 or nothing where it was not determined."
            );
    }

    /// <summary>No variant of any isolate is known.</summary>
    /// <param name="where">What to call the table in messages.</param>
    public static DataException NothingDetermined(string where) =>
        new(
            "No variant is determined in any isolate.",
            where,
            "Check the columns' names and how absent and present are written: 0 and 1, and -1 or nothing where a position was not determined."
        );

    /// <summary>What is odd and may be so, one sentence each.</summary>
    public IEnumerable<string> Sentences()
    {
        if (_empty > 0 && _empty < _rows)
            yield return $"{Counted.Of(_empty, "isolate has", "isolates have")} no determined variant at all; of these nothing can be told.";
        string[] odd = [.. Enumerable.Range(0, _inputs.Length).Where(IsOdd).Select(Words)];
        if (odd.Length > 0)
            yield return $"{Counted.Of(odd.Length, "variant looks", "variants look")} coded the other way round, or these isolates are of another sort than training's: {Some.Of(odd, MostNamed)}.";
    }

    private bool IsOdd(int input) =>
        _known[input] >= Enough
        && (
            _shares[input] < Rare
                ? _present[input] > _known[input] * 0.5
                : _shares[input] > 1 - Rare && _present[input] < _known[input] * 0.5
        );

    private string Words(int input) =>
        $"{_inputs[input].Name} (present in {PerCent.Of((double)_present[input] / _known[input], 0)} here, in {PerCent.Of(_shares[input], 0)} there)";
}
