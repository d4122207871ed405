using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.LightGbm;
using Osler.Core.Faults;

namespace Osler.Learning.Baselines;

/// <summary>How many trees, how large and how fast. The defaults suit tables from hundreds to millions of rows.</summary>
public sealed record GradientBoostingSettings
{
    /// <summary>Trees at most; at least 1, by default 600 with validation cases. Early stopping ends before.</summary>
    public int Trees
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 600;

    /// <summary>Trees where there are no validation cases to stop by; at least 1, by default 100.</summary>
    public int TreesWithoutValidation
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100;

    /// <summary>What each tree adds; in (0, 1], by default 0.05.</summary>
    public double LearningRate
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    } = 0.05;

    /// <summary>Leaves of a tree; at least 2, by default 8 (what depth 3 has).</summary>
    public int Leaves
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            field = value;
        }
    } = 8;

    /// <summary>Cases in a leaf at least; at least 1, by default 20.</summary>
    public int CasesPerLeaf
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 20;

    /// <summary>Trees without a lower validation loss after which it stops; at least 1, by default 50.</summary>
    public int Patience
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 50;
}

/// <summary>Gradient-boosted trees: the baseline that is hardest to beat on tables.</summary>
/// <remarks>
/// LightGBM (Ke et al., NIPS 2017) through ML.NET, on one thread so that the same seed gives the same trees. Its
/// native library needs <c>libgomp.so.1</c>, which a bare Debian or Ubuntu gets by <c>apt-get install libgomp1</c>.
/// </remarks>
public sealed class GradientBoosting
{
    private const int Block = 4096;
    private readonly MLContext _context;
    private readonly ITransformer? _model; // null where no tree found a split
    private readonly int _width;
    private readonly double _prevalence;

    private GradientBoosting(MLContext context, ITransformer? model, int width, double prevalence)
    {
        _context = context;
        _model = model;
        _width = width;
        _prevalence = prevalence;
    }

    /// <summary>Grows the trees.</summary>
    /// <param name="features">Gives rows.</param>
    /// <param name="width">Features of a row.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows that decide when to stop; may be empty.</param>
    /// <param name="outcome">Whether a row has the outcome.</param>
    /// <param name="seed">Decides every draw.</param>
    /// <param name="settings">How many trees, how large.</param>
    /// <param name="cancellation">Ends the growing while rows are read.</param>
    /// <exception cref="DataException">Only one class among the training rows.</exception>
    /// <exception cref="RequestException">LightGBM's native library does not load on this system.</exception>
    public static GradientBoosting Fit(
        GatherFeatures features,
        int width,
        int[] train,
        int[] validation,
        Func<int, bool> outcome,
        long seed,
        GradientBoostingSettings? settings = null,
        CancellationToken cancellation = default
    )
    {
        settings ??= new GradientBoostingSettings();
        int positives = train.Count(outcome);
        if (positives == 0 || positives == train.Length)
            throw new DataException(
                $"gradient boosting needs both outcomes, got {positives} present among {train.Length} cases."
            );
        var context = new MLContext((int)(seed & int.MaxValue));
        bool stops = validation.Length > 0;
        var options = new LightGbmBinaryTrainer.Options
        {
            LabelColumnName = nameof(Row.Outcome),
            FeatureColumnName = nameof(Row.Features),
            NumberOfIterations = stops ? settings.Trees : settings.TreesWithoutValidation,
            LearningRate = settings.LearningRate,
            NumberOfLeaves = settings.Leaves,
            MinimumExampleCountPerLeaf = settings.CasesPerLeaf,
            EarlyStoppingRound = stops ? settings.Patience : 0,
            EvaluationMetric = LightGbmBinaryTrainer.Options.EvaluateMetricType.Logloss,
            // ML.NET's own default of 0.5 halves the log odds that LightGBM works with.
            Sigmoid = 1,
            NumberOfThreads = 1,
            Seed = (int)(seed & int.MaxValue),
            Silent = true,
        };
        try
        {
            var trainer = context.BinaryClassification.Trainers.LightGbm(options);
            IDataView seen = View(context, features, width, train, outcome, cancellation);
            ITransformer model = stops
                ? trainer.Fit(seen, View(context, features, width, validation, outcome, cancellation))
                : trainer.Fit(seen);
            return new GradientBoosting(context, model, width, positives / (double)train.Length);
        }
        catch (ArgumentNullException fault) when (fault.ParamName == "items")
        {
            // ML.NET can't read back a tree that is a single leaf, which is all that LightGBM grows where every split
            // would leave fewer cases in a leaf than asked for. Such trees say the outcome's share to everybody.
            return new GradientBoosting(context, null, width, positives / (double)train.Length);
        }
        catch (Exception fault) when (fault is DllNotFoundException or TypeInitializationException)
        {
            throw new RequestException(
                "LightGBM's native library does not load: it needs libgomp.so.1.",
                "gradient boosting",
                "Install it (Debian, Ubuntu: apt-get install libgomp1), or leave this baseline out: "
                    + "--set evaluation.baselines=[logistic_regression]",
                fault
            );
        }
    }

    /// <summary>
    /// Probabilities of the outcome, by Platt's formula on the trees' sum as LightGBM defines it; the outcome's share of
    /// the training cases, for everybody, where these are too few or too alike to be split.
    /// </summary>
    /// <param name="features">Gives rows.</param>
    /// <param name="rows">[n].</param>
    public double[] Predict(GatherFeatures features, int[] rows)
    {
        if (_model is null)
            return [.. rows.Select(_ => _prevalence)];
        IDataView view = View(_context, features, _width, rows, _ => false, CancellationToken.None);
        return [.. _model.Transform(view).GetColumn<float>("Probability").Select(value => (double)value)];
    }

    private static IDataView View(
        MLContext context,
        GatherFeatures features,
        int width,
        int[] rows,
        Func<int, bool> outcome,
        CancellationToken cancellation
    )
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return context.Data.LoadFromEnumerable(Rows(features, width, rows, outcome, cancellation), schema);
    }

    private static IEnumerable<Row> Rows(
        GatherFeatures features,
        int width,
        int[] rows,
        Func<int, bool> outcome,
        CancellationToken cancellation
    )
    {
        float[] block = new float[Math.Min(Block, rows.Length) * width];
        for (int from = 0; from < rows.Length; from += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(Block, rows.Length - from);
            features(rows.AsSpan(from, count), block.AsSpan(0, count * width));
            for (int i = 0; i < count; i++)
                yield return new Row
                {
                    Outcome = outcome(rows[from + i]),
                    Features = block.AsSpan(i * width, width).ToArray(),
                };
        }
    }

    private sealed class Row
    {
        public bool Outcome { get; init; }

        public float[] Features { get; init; } = [];
    }
}
