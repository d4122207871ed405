using System.Collections.Immutable;
using Osler.Core.Preprocessing;

namespace Osler.Core.Explanation;

/// <summary>How a cohort's mean prediction follows one input.</summary>
/// <param name="Input">The input.</param>
/// <param name="Curve">Mean and single cases' predictions at each value.</param>
/// <param name="Deciles">Nine deciles of the cohort's values; empty for a category, or where all are missing.</param>
public sealed record InputCurve(InputColumn Input, DependenceCurve Curve, ImmutableArray<double> Deciles);

/// <summary>What a model's predictions rest on in a cohort: which inputs matter, and how.</summary>
/// <param name="Importance">One an input, in the inputs' order; empty where outcomes are not known.</param>
/// <param name="Curves">One an input.</param>
public sealed record CohortExplanation(
    ImmutableArray<GroupImportance> Importance,
    ImmutableArray<InputCurve> Curves
)
{
    /// <summary>Cases that importance is judged on: enough for intervals of a hundredth, few enough for seconds.</summary>
    public const int ImportanceCases = 2_000;

    /// <summary>Cases, the first of those given, that curves average over.</summary>
    public const int CurveCases = 500;

    /// <summary>Permutation importance and partial dependence of each input by itself.</summary>
    /// <param name="predict">The model.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="rows">[cases, inputs] row-major raw values, cases in random order.</param>
    /// <param name="outcomes">[cases] whether the outcome is present; empty where that isn't known.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="cancellation">Stops between inputs.</param>
    /// <exception cref="Faults.DataException">The model gives a prediction that is not finite.</exception>
    public static CohortExplanation Of(
        Predict predict,
        ImmutableArray<InputColumn> inputs,
        double[] rows,
        bool[] outcomes,
        ulong[] patients,
        long seed,
        CancellationToken cancellation = default
    )
    {
        string[] names = [.. inputs.Select(input => input.Name)];
        cancellation.ThrowIfCancellationRequested();
        ImmutableArray<GroupImportance> importance =
            outcomes.Length == 0
                ? []
                : PermutationImportance.Of(predict, rows, outcomes, names, null, patients, seed);
        int cases = Math.Min(CurveCases, rows.Length / inputs.Length);
        double[] some = rows[..(cases * inputs.Length)];
        ulong[] theirs = patients.Length == 0 ? [] : patients[..cases];
        var curves = ImmutableArray.CreateBuilder<InputCurve>(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isNumber = inputs[i].Levels.IsEmpty;
            var curve = isNumber
                ? PartialDependence.OfNumber(predict, some, names, i, theirs, seed)
                : PartialDependence.OfCategory(
                    predict,
                    some,
                    names,
                    i,
                    inputs[i].Levels.Length,
                    theirs,
                    seed
                );
            curves.Add(new InputCurve(inputs[i], curve, isNumber ? Deciles(some, inputs.Length, i) : []));
        }
        return new CohortExplanation(importance, curves.MoveToImmutable());
    }

    private static ImmutableArray<double> Deciles(double[] cells, int inputs, int input)
    {
        double[] known =
        [
            .. Enumerable
                .Range(0, cells.Length / inputs)
                .Select(i => cells[(i * inputs) + input])
                .Where(double.IsFinite)
                .Order(),
        ];
        return known.Length == 0
            ? []
            : [.. Enumerable.Range(1, 9).Select(i => known[i * (known.Length - 1) / 10])];
    }
}
