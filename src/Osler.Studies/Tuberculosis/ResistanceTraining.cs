using System.Globalization;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Learning.Losses;
using Osler.Learning.Training;
using Osler.Studies.Weights;

namespace Osler.Studies.Tuberculosis;

/// <summary>Trains the study's network on some isolates.</summary>
internal sealed class ResistanceTraining(
    StudyFile study,
    RunOptions options,
    ResistanceData data,
    double[] rows,
    RunLog log
)
{
    private IReadOnlyDictionary<string, TensorData>? _started;
    private bool _startRead;
    private (FittedPreprocessing Preprocessing, float[] Features)? _ofLoci;
    private double[]? _named;

    private GenotypeSettings Settings => study.Genotypes!;

    /// <summary>Preprocessing and features, fitted on the isolates that are learnt from.</summary>
    /// <param name="train">The isolates.</param>
    public (FittedPreprocessing Preprocessing, float[] Features) Prepare(int[] train)
    {
        // Nothing is learnt of loci, so that all folds have the same.
        return data.Bases is null
            ? Applied(GenotypePreprocessing.Fit(data, rows, train))
            : _ofLoci ??= Applied(LociPreprocessing.Of(data.InputNames, data.Bases.Reference));
    }

    private (FittedPreprocessing Preprocessing, float[] Features) Applied(FittedPreprocessing preprocessing)
    {
        float[] features = new float[data.Isolates * preprocessing.Width];
        preprocessing.Apply(rows, data.Isolates, features);
        return (preprocessing, features);
    }

    /// <summary>Trains on some isolates.</summary>
    /// <param name="preprocessing">Fitted on them.</param>
    /// <param name="features">[isolates, width] of all isolates.</param>
    /// <param name="train">The isolates to learn from.</param>
    /// <param name="name">Names the folder of checkpoints.</param>
    /// <param name="seed">Decides the draws of this training.</param>
    /// <param name="fold">1-based, during cross-validation.</param>
    public ResistanceModel Train(
        FittedPreprocessing preprocessing,
        float[] features,
        int[] train,
        string name,
        long seed,
        int? fold = null
    )
    {
        Block block = Network(preprocessing.Width);
        var examples = new ResistanceExamples(
            features,
            preprocessing.Width,
            data.Labels,
            data.Drugs.Length,
            Barer(preprocessing),
            seed
        );
        var run = RunTraining.Of(
            options,
            log,
            seed,
            Patients.One(data.Isolates),
            name,
            study.Network.Title,
            fold
        ) with
        {
            InitialWeights = Started(block, preprocessing.Width),
        };
        TrainedNetwork trained = Trainer.Train(
            block,
            examples,
            train,
            ReadOnlyMemory<int>.Empty,
            study.Training with
            {
                Loss = Settings.Balanced ? Balanced(train) : study.Training.Loss,
            },
            // Hundreds of small trainings would bury what the model was made by.
            fold is null
                ? run.Logged(log)
                : run
        );
        return new ResistanceModel(preprocessing, trained, data.Drugs.Length);
    }

    // As a table has the isolates that names the inputs which stand by themselves and no rare variants of pools, so that a
    // network learns to do without these.
    private float[]? Barer(FittedPreprocessing preprocessing)
    {
        if (data.PooledOnly.IsEmpty)
            return null;
        if (_named is null)
        {
            _named = [.. rows];
            bool[] rare = [.. data.Inputs.Select(data.PooledOnly.Contains)];
            for (int i = 0; i < _named.Length; i++)
                if (rare[i % rare.Length])
                    _named[i] = double.NaN;
        }
        float[] features = new float[data.Isolates * preprocessing.Width];
        preprocessing.Apply(_named, data.Isolates, features);
        return features;
    }

    // Read once for all folds, which have the same inputs.
    private IReadOnlyDictionary<string, TensorData>? Started(Block block, int width)
    {
        if (!_startRead)
            _started = StartingWeights.Of(study.Chosen, block, [width]) is var (weights, report)
                ? ReleasedNetwork.Resistance(study.Chosen, weights, report)
                : null;
        _startRead = true;
        return _started;
    }

    /// <summary>The network, checked to end in a logit for each drug.</summary>
    /// <param name="width">Features of an isolate.</param>
    /// <exception cref="RequestException">It ends in something else, or its loss takes classes.</exception>
    public Block Network(int width)
    {
        Block block = study.Chosen.Block(study.Networks.Select(named => named.Name), data.Drugs.Length);
        Shape made = ShapeInference.Of(block, [width]);
        if (made.Rank != 1 || made[0] != data.Drugs.Length)
            throw new RequestException(
                $"the network ends in {made}; {data.Drugs.Length} drugs need [{data.Drugs.Length}].",
                "network",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"End it with {{type: dense, units: {data.Drugs.Length}}}."
                )
            );
        if (study.Training.Loss.Exclusive)
            throw new RequestException(
                "an isolate may resist several drugs, which this loss does not learn.",
                "training.loss",
                "Use binary_cross_entropy."
            );
        return block;
    }

    // As the authors weigh: a resistant label by the susceptible share of the drug's isolates, and the other way round. A
    // drug with one class alone has nothing to balance.
    private BinaryCrossEntropy Balanced(int[] train)
    {
        var resistant = new List<double>();
        var susceptible = new List<double>();
        for (int drug = 0; drug < data.Drugs.Length; drug++)
        {
            int[] known = data.Known(drug, train);
            int count = known.Count(isolate => data.Label(isolate, drug) == 1);
            double share = count == 0 || count == known.Length ? 0.5 : count / (double)known.Length;
            resistant.Add(1 - share);
            susceptible.Add(share);
        }
        return new BinaryCrossEntropy
        {
            LabelSmoothing = study.Training.Loss.LabelSmoothing,
            PositiveWeights = [.. resistant],
            NegativeWeights = [.. susceptible],
        };
    }
}
