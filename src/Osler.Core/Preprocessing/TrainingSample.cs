using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Core.Preprocessing;

/// <summary>
/// What one pass over the training rows leaves: exact counts, extremes and level counts per input, and the rows
/// themselves, all of them or a uniform random sample.
/// </summary>
internal sealed class TrainingSample
{
    private const int MaximumRows = 1_000_000;
    private const int MaximumNumbers = 16 << 20; // 128 MB
    private readonly int _capacity;
    private readonly KeyedRandom _random = new(0, "training sample");
    private long _untilNext;
    private double _weight = 1;

    private TrainingSample(ImmutableArray<InputColumn> inputs)
    {
        _capacity = Math.Clamp(MaximumNumbers / inputs.Length, 1000, MaximumRows);
        Inputs = inputs;
        Columns = [.. inputs.Select(_ => Array.Empty<double>())];
        Missing = new int[inputs.Length];
        Minimum = [.. inputs.Select(_ => double.PositiveInfinity)];
        Maximum = [.. inputs.Select(_ => double.NegativeInfinity)];
        LevelCounts = [.. inputs.Select(input => new int[input.Levels.Length])];
    }

    /// <summary>The inputs, with the levels that training has.</summary>
    public ImmutableArray<InputColumn> Inputs { get; private set; }

    /// <summary>Training rows seen.</summary>
    public int Seen { get; private set; }

    /// <summary>Training rows kept.</summary>
    public int Kept { get; private set; }

    /// <summary>Per input [Kept, or longer]: the values kept.</summary>
    public double[][] Columns { get; }

    public int[] Missing { get; }

    public double[] Minimum { get; }

    public double[] Maximum { get; }

    public int[][] LevelCounts { get; }

    /// <summary>Reads the training rows.</summary>
    /// <exception cref="DataException">No training rows, or an input that is missing in all of them.</exception>
    public static TrainingSample Read(
        Table table,
        ImmutableArray<InputColumn> inputs,
        ReadOnlySpan<Part> parts
    )
    {
        var sample = new TrainingSample(inputs);
        foreach (var block in InputReader.Of(table, inputs).Blocks())
        {
            var values = block.Values.Span;
            for (int row = 0; row < block.Rows; row++)
                if (parts[block.FirstRow + row] == Part.Train)
                    sample.Add(values.Slice(row * inputs.Length, inputs.Length));
        }
        if (sample.Seen == 0)
            throw new DataException("There are no training rows.", table.Name, "Check the split.");
        for (int i = 0; i < inputs.Length; i++)
            if (sample.Missing[i] == sample.Seen)
                throw new DataException(
                    $"The input '{inputs[i].Name}' is missing in all of {Counted.Of(sample.Seen, "training row")}.",
                    table.Name,
                    "Leave it out of the inputs."
                );
        sample.KeepLevelsSeen();
        return sample;
    }

    private void Add(ReadOnlySpan<double> row)
    {
        Seen++;
        for (int i = 0; i < row.Length; i++)
        {
            double value = Inputs[i].Plausible(row[i]);
            if (double.IsNaN(value))
                Missing[i]++;
            else if (Inputs[i].HasLevels)
                LevelCounts[i][(int)value]++;
            else
            {
                Minimum[i] = Math.Min(Minimum[i], value);
                Maximum[i] = Math.Max(Maximum[i], value);
            }
        }
        if (Kept < _capacity)
        {
            Store(Kept++, row);
            if (Kept == _capacity)
                Skip();
        }
        else if (_untilNext-- <= 0)
        {
            Store(_random.Next(_capacity), row);
            Skip();
        }
    }

    private void Store(int at, ReadOnlySpan<double> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (at >= Columns[i].Length)
                Array.Resize(ref Columns[i], Math.Min(_capacity, Math.Max(256, 2 * at)));
            Columns[i][at] = Inputs[i].Plausible(row[i]);
        }
    }

    // Reservoir sampling with skips, as in QuantileSample, of whole rows.
    private void Skip()
    {
        _weight *= Math.Exp(Math.Log(1 - _random.NextDouble()) / _capacity);
        double skip = Math.Floor(Math.Log(1 - _random.NextDouble()) / Math.Log(1 - _weight));
        _untilNext = skip < long.MaxValue ? (long)skip : long.MaxValue;
    }

    // A category that only other parts have must not show in what training learnt.
    private void KeepLevelsSeen()
    {
        var inputs = Inputs.ToBuilder();
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Kind != ColumnKind.Categorical)
                continue;
            int[] counts = LevelCounts[i];
            double[] moved = new double[counts.Length];
            int next = 0;
            for (int level = 0; level < counts.Length; level++)
                moved[level] = counts[level] > 0 ? next++ : InputColumn.UnseenLevel;
            foreach (ref double cell in Columns[i].AsSpan(0, Kept))
                cell = double.IsNaN(cell) ? cell : moved[(int)cell];
            inputs[i] = inputs[i] with
            {
                Levels = [.. inputs[i].Levels.Where((_, level) => counts[level] > 0)],
            };
            LevelCounts[i] = [.. counts.Where(count => count > 0)];
        }
        Inputs = inputs.ToImmutable();
    }
}
