using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Reports.TableStudies;

namespace Osler.Studies;

/// <summary>The probability over the plane of two inputs, the others at their usual values.</summary>
internal static class Planes
{
    private const int Side = 61;
    private const int ShownCases = 600;

    /// <param name="x">Input on the horizontal axis.</param>
    /// <param name="y">Input on the vertical axis.</param>
    /// <param name="models">Networks by name.</param>
    /// <param name="rows">[n, inputs] raw values of judged cases.</param>
    /// <param name="outcomes">[n].</param>
    /// <param name="truth">Raw values and true probabilities of many cases, where known.</param>
    /// <param name="seed">Chooses the cases that are shown.</param>
    public static ImmutableArray<ProbabilityPlane> Of(
        int x,
        int y,
        IEnumerable<(string Name, TableModel Model)> models,
        double[] rows,
        bool[] outcomes,
        (double[] Cells, double[] Truth)? truth,
        long seed
    )
    {
        (string, TableModel Model)[] all = [.. models];
        ImmutableArray<InputColumn> inputs = all[0].Model.Preprocessing.Inputs;
        double[] xs = Cells(rows, inputs.Length, x);
        double[] ys = Cells(rows, inputs.Length, y);
        double[] gridX = Grid(xs);
        double[] gridY = Grid(ys);
        int[] shown = Shown(xs, ys, seed);
        var planes = ImmutableArray.CreateBuilder<ProbabilityPlane>();
        foreach ((string name, TableModel model) in all)
            planes.Add(Plane(Titles.Of(name), Over(model, inputs, x, y, gridX, gridY)));
        // Only where a network sees these two inputs alone is the mean truth at a point what it should say there.
        if (truth is { } known && inputs.Length == 2)
            planes.Add(
                Plane(
                    "Truth",
                    Smoothed(Cells(known.Cells, 2, x), Cells(known.Cells, 2, y), known.Truth, gridX, gridY)
                )
            );
        return planes.ToImmutable();

        ProbabilityPlane Plane(string name, double[] probabilities) =>
            new(name, Label(inputs[x]), gridX, Label(inputs[y]), gridY, probabilities)
            {
                CaseX = [.. shown.Select(i => xs[i])],
                CaseY = [.. shown.Select(i => ys[i])],
                CaseOutcomes = [.. shown.Select(i => outcomes[i])],
            };
    }

    private static double[] Over(
        TableModel model,
        ImmutableArray<InputColumn> inputs,
        int x,
        int y,
        double[] gridX,
        double[] gridY
    )
    {
        int n = gridX.Length * gridY.Length;
        double[] rows = new double[n * inputs.Length];
        for (int i = 0; i < n; i++)
        {
            Span<double> row = rows.AsSpan(i * inputs.Length, inputs.Length);
            for (int input = 0; input < row.Length; input++)
                row[input] = inputs[input].Median ?? 0;
            row[x] = gridX[i % gridX.Length];
            row[y] = gridY[i / gridX.Length];
        }
        double[] probabilities = new double[n];
        model.Predict(rows, n, probabilities);
        return probabilities;
    }

    // Mean truth of the cases around a point, by a Gaussian kernel of a fifteenth of each axis.
    private static double[] Smoothed(double[] xs, double[] ys, double[] truth, double[] gridX, double[] gridY)
    {
        double widthX = (gridX[^1] - gridX[0]) / 15;
        double widthY = (gridY[^1] - gridY[0]) / 15;
        double[] smooth = new double[gridX.Length * gridY.Length];
        Parallel.For(
            0,
            smooth.Length,
            point =>
            {
                double sum = 0;
                double weights = 0;
                for (int i = 0; i < xs.Length; i++)
                {
                    double dx = (xs[i] - gridX[point % gridX.Length]) / widthX;
                    double dy = (ys[i] - gridY[point / gridX.Length]) / widthY;
                    double distance = dx * dx + dy * dy;
                    if (!(distance < 25))
                        continue;
                    double weight = Math.Exp(-distance / 2);
                    sum += weight * truth[i];
                    weights += weight;
                }
                smooth[point] = weights > 0 ? sum / weights : double.NaN;
            }
        );
        return smooth;
    }

    private static double[] Cells(double[] rows, int inputs, int column)
    {
        double[] cells = new double[rows.Length / inputs];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = rows[i * inputs + column];
        return cells;
    }

    // From the 1st to the 99th centile, so that one outlier does not squeeze everyone into a corner.
    private static double[] Grid(double[] cells)
    {
        double[] known = [.. cells.Where(double.IsFinite).Order()];
        double low = known.Length == 0 ? 0 : known[known.Length / 100];
        double high = known.Length == 0 ? 1 : known[known.Length - 1 - known.Length / 100];
        if (high <= low)
            high = low + 1;
        return [.. Enumerable.Range(0, Side).Select(i => low + (high - low) * i / (Side - 1))];
    }

    private static int[] Shown(double[] xs, double[] ys, long seed)
    {
        int[] known =
        [
            .. Enumerable.Range(0, xs.Length).Where(i => double.IsFinite(xs[i]) && double.IsFinite(ys[i])),
        ];
        new KeyedRandom(seed, "shown cases").Shuffle(known);
        return known[..Math.Min(ShownCases, known.Length)];
    }

    private static string Label(InputColumn input) =>
        input.Unit is null
            ? input.Name
            : string.Create(CultureInfo.InvariantCulture, $"{input.Name} ({input.Unit})");

    /// <summary>Refuses a plane over an input that holds no numbers, before anything is trained for it.</summary>
    /// <param name="plane">The inputs' names; one that the table lacks is left alone, and no plane is drawn.</param>
    /// <param name="data">The table.</param>
    /// <exception cref="RequestException">An input of another kind.</exception>
    public static void RequireNumbers(ImmutableArray<string> plane, StudyTable data)
    {
        foreach (string name in plane.Where(data.Inputs.Contains))
            if (data.Table.Schema[name] is { Kind: not ColumnKind.Numeric } column)
                throw new RequestException(
                    $"no plane can be drawn over '{name}': it is {column.Kind.ToString().ToLowerInvariant()}, not numeric.",
                    "evaluation.plane",
                    "Name two numeric inputs, or leave the plane out: evaluation.plane=[]."
                );
    }

    /// <summary>Whether a plane can be drawn over an input.</summary>
    public static bool CanShow(InputColumn input) => input.Kind == ColumnKind.Numeric;
}
