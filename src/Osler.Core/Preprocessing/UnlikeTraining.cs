using System.Collections.Immutable;
using Osler.Core.Words;

namespace Osler.Core.Preprocessing;

/// <summary>Counts the rows of a table that lie where training saw nothing, input by input.</summary>
public sealed class UnlikeTraining
{
    // Training's least and greatest are exceeded now and then by chance: by about two rows in as many as trained.
    private const int OneIn = 100;

    private readonly ImmutableArray<InputColumn> _inputs;
    private readonly int[] _implausible;
    private readonly int[] _beyond;
    private readonly int[] _present;
    private int _rows;

    /// <param name="preprocessing">Knows the limits, and what training saw.</param>
    public UnlikeTraining(FittedPreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _inputs = preprocessing.Inputs;
        _implausible = new int[_inputs.Length];
        _beyond = new int[_inputs.Length];
        _present = new int[_inputs.Length];
    }

    /// <summary>Counts some rows.</summary>
    /// <param name="values">[rows, inputs] row-major, before plausibility limits.</param>
    /// <param name="rows">How many.</param>
    public void Add(ReadOnlySpan<double> values, int rows)
    {
        _rows += rows;
        for (int row = 0; row < rows; row++)
        for (int i = 0; i < _inputs.Length; i++)
        {
            double value = values[row * _inputs.Length + i];
            if (double.IsNaN(value))
                continue;
            _present[i]++;
            if (double.IsNaN(_inputs[i].Plausible(value)))
                _implausible[i]++;
            else if (_inputs[i].IsBeyond(value))
                _beyond[i]++;
        }
    }

    /// <summary>
    /// A sentence for each input with cells outside its plausibility limits, or of which more than one cell in a hundred lies
    /// beyond every value of training: wrong units, most often.
    /// </summary>
    public ImmutableArray<string> Sentences()
    {
        var sentences = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < _inputs.Length; i++)
        {
            var input = _inputs[i];
            string unit = input.Unit is null ? "" : $" Are they in {input.Unit}?";
            if (_implausible[i] > 0)
                sentences.Add(
                    $"{input.Name} is outside its plausibility limits in {_implausible[i]} of {Counted.Of(_rows, "row")}; these cells are read as missing.{unit}"
                );
            if ((long)_beyond[i] * OneIn > _present[i])
                sentences.Add(
                    input.HasLevels
                        ? $"{input.Name} has a category that training did not see in {_beyond[i]} of {Counted.Of(_rows, "row")}."
                        : $"{input.Name} is beyond every value in training in {_beyond[i]} of {Counted.Of(_rows, "row")}.{unit}"
                );
        }
        return sentences.DrainToImmutable();
    }
}
