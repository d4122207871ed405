using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Core.Preprocessing;

/// <summary>
/// Preprocessing with what it learnt from the training part: the only code that makes features of inputs, in
/// training and in serving. Safe to use from several threads.
/// </summary>
public sealed class FittedPreprocessing
{
    private const int Format = 1;

    // Rows a block: a block's columns fit the processor's cache.
    private const int BlockRows = 128;

    // A feature never exceeds what a network can multiply in float32 without overflow.
    private const float Largest = 1e15f;
    private readonly ImmutableArray<(FittedStep Step, int[] Slots)> _program;
    private readonly int[] _outputs;
    private readonly int _slots;
    private readonly ConcurrentBag<double[][]> _workspaces = [];

    internal FittedPreprocessing(ImmutableArray<InputColumn> inputs, ImmutableArray<FittedStep> steps)
    {
        Inputs = inputs;
        Steps = steps;
        var columns = new WorkingColumns(inputs.Select(input => input.Name));
        _program = [.. steps.Select(step => (step, step.Bind(columns)))];
        _outputs = [.. columns.Names.Select(columns.SlotOf)];
        _slots = columns.Slots;
        FeatureNames = [.. columns.Names];
        FeatureOrigins = [.. columns.Names.Select(columns.InputsOf)];
        if (FeatureNames.IsEmpty)
            throw new DataException("The steps leave no feature.", "preprocessing");
    }

    /// <summary>Preprocessing whose steps were fitted elsewhere.</summary>
    /// <param name="inputs">What goes in.</param>
    /// <param name="steps">In order; each works on what the one before left.</param>
    /// <exception cref="DataException">A step names a column that isn't there, or no feature is left.</exception>
    public static FittedPreprocessing Of(
        ImmutableArray<InputColumn> inputs,
        ImmutableArray<FittedStep> steps
    ) => new(inputs, steps);

    /// <summary>What goes in, in order.</summary>
    public ImmutableArray<InputColumn> Inputs { get; }

    /// <summary>The steps with what they learnt, in order.</summary>
    public ImmutableArray<FittedStep> Steps { get; }

    /// <summary>How many features come out.</summary>
    public int Width => FeatureNames.Length;

    /// <summary>What comes out, in order.</summary>
    public ImmutableArray<string> FeatureNames { get; }

    /// <summary>
    /// Per feature, the indices in <see cref="Inputs"/> of the inputs that it stems from, ascending: one, or several of
    /// a derived column.
    /// </summary>
    public ImmutableArray<ImmutableArray<int>> FeatureOrigins { get; }

    /// <summary>Makes features of inputs. Allocates nothing once each thread has run it.</summary>
    /// <param name="rows">[n, inputs] row-major: numbers, days, or indices into the input's levels; NaN missing.</param>
    /// <param name="n">How many rows.</param>
    /// <param name="features">[n, Width] row-major, all finite.</param>
    /// <exception cref="ArgumentException">Spans of another size.</exception>
    /// <exception cref="DataException">An input is missing that no step fills, since it never was in training.</exception>
    public void Apply(ReadOnlySpan<double> rows, int n, Span<float> features)
    {
        if (rows.Length != (long)n * Inputs.Length)
            throw new ArgumentException(
                $"{rows.Length} values for {n} rows of {Inputs.Length} inputs.",
                nameof(rows)
            );
        if (features.Length != (long)n * Width)
            throw new ArgumentException(
                $"Room for {features.Length} features; {n} rows have {(long)n * Width}.",
                nameof(features)
            );
        if (!_workspaces.TryTake(out double[][]? workspace))
            workspace = [.. Enumerable.Range(0, _slots).Select(_ => new double[BlockRows])];
        for (int first = 0; first < n; first += BlockRows)
        {
            int count = Math.Min(BlockRows, n - first);
            Load(rows.Slice(first * Inputs.Length, count * Inputs.Length), count, workspace);
            foreach (var (step, slots) in _program)
                step.Run(workspace, slots, count);
            Store(workspace, count, features.Slice(first * Width, count * Width));
        }
        _workspaces.Add(workspace);
    }

    /// <summary>Refuses a row that training can't answer for: an input missing that never was in training.</summary>
    /// <param name="row">[inputs].</param>
    /// <exception cref="DataException">Names the inputs that are needed.</exception>
    public void Require(ReadOnlySpan<double> row)
    {
        RequireLength(row);
        List<string>? needed = null;
        for (int i = 0; i < row.Length; i++)
            if (!Inputs[i].MayBeMissing && double.IsNaN(Inputs[i].Plausible(row[i])))
                (needed ??= []).Add(
                    double.IsNaN(row[i]) ? $"'{Inputs[i].Name}' is missing"
                    : Inputs[i].HasLevels ? $"'{Inputs[i].Name}' is none of its levels"
                    : $"'{Inputs[i].Name}' {Inputs[i].Implausible(row[i])}"
                );
        if (needed is not null)
            throw new DataException(
                needed.Count == 1
                    ? $"The input {needed[0]}; it was known for every patient in training."
                    : $"Of the inputs {string.Join(", ", needed)}; they were known for every patient in training.",
                remedy: "Give a value; what a network makes of a gap that it never saw is not known."
            );
    }

    /// <summary>Puts NaN in the place of values outside their plausibility limits, as <see cref="Apply(ReadOnlySpan{double}, int, Span{float})"/> reads them.</summary>
    /// <param name="rows">[n, inputs] row-major.</param>
    public void BlankImplausible(Span<double> rows)
    {
        for (int at = 0; at < rows.Length; at++)
            rows[at] = Inputs[at % Inputs.Length].Plausible(rows[at]);
    }

    /// <summary>
    /// Where a row lies outside what training saw: numbers beyond its range, categories that it did not see,
    /// implausible values. Empty where nothing is odd.
    /// </summary>
    /// <param name="row">[inputs], before plausibility limits.</param>
    public IReadOnlyList<string> Warnings(ReadOnlySpan<double> row)
    {
        RequireLength(row);
        List<string>? warnings = null;
        for (int i = 0; i < row.Length; i++)
            if (Inputs[i].Warning(row[i]) is { } warning)
                (warnings ??= []).Add(warning);
        return (IReadOnlyList<string>?)warnings ?? [];
    }

    /// <summary>Reads a row as a user writes it; inputs not named are missing.</summary>
    /// <param name="values">Text by input name.</param>
    /// <exception cref="RequestException">An unknown name (with the nearest known), or a value of the wrong kind.</exception>
    public double[] ParseRow(IReadOnlyDictionary<string, string> values)
    {
        string[] names = [.. Inputs.Select(input => input.Name)];
        foreach (string name in values.Keys)
            if (!names.Contains(name))
                throw new RequestException(
                    $"There is no input '{Cited.Text(name)}'.",
                    remedy: NearestName.Hint(name, names)
                );
        double[] row = new double[Inputs.Length];
        for (int i = 0; i < row.Length; i++)
            row[i] = values.TryGetValue(Inputs[i].Name, out string? text)
                ? Inputs[i].Parse(text)
                : double.NaN;
        return row;
    }

    /// <summary>The content of <c>preprocessing.json</c>.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(
            new FittedDocument(Format, [.. Inputs.Select(InputDocument.Of)], Steps),
            PreprocessingJson.Default.FittedDocument
        );

    /// <summary>Reads what <see cref="ToJson"/> wrote; strict.</summary>
    /// <exception cref="DataException">Unknown or missing keys, columns that do not exist, numbers that are not finite.</exception>
    public static FittedPreprocessing FromJson(string json)
    {
        var document = FittedReader.Read(Encoding.UTF8.GetBytes(json));
        if (document.Format != Format)
            throw new DataException(
                $"It has format {document.Format}; this version reads {Format}.",
                "preprocessing.json",
                "Use the version of Osler that wrote it, or a newer one."
            );
        if (document.Inputs.IsEmpty)
            throw new DataException(
                "It has no inputs.",
                FittedReader.FileName,
                "The file is damaged; take the bundle from its source again."
            );
        return new FittedPreprocessing([.. document.Inputs.Select(input => input.ToInput())], document.Steps);
    }

    private void RequireLength(ReadOnlySpan<double> row)
    {
        if (row.Length != Inputs.Length)
            throw new ArgumentException($"{row.Length} values for {Inputs.Length} inputs.", nameof(row));
    }

    private void Load(ReadOnlySpan<double> rows, int count, double[][] workspace)
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            var input = Inputs[i];
            double[] column = workspace[i];
            for (int row = 0; row < count; row++)
                column[row] = input.Plausible(rows[row * Inputs.Length + i]);
        }
    }

    private void Store(double[][] workspace, int count, Span<float> features)
    {
        for (int feature = 0; feature < _outputs.Length; feature++)
        {
            double[] column = workspace[_outputs[feature]];
            for (int row = 0; row < count; row++)
            {
                float value = (float)column[row];
                if (float.IsNaN(value))
                    throw new DataException(
                        $"The feature '{FeatureNames[feature]}' has no value: its input is missing, and no step fills it.",
                        remedy: "Add the step impute to the preprocessing, or leave out the rows."
                    );
                features[row * _outputs.Length + feature] = Math.Clamp(value, -Largest, Largest);
            }
        }
    }
}
