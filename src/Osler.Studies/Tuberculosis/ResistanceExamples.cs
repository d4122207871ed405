using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Learning.Baselines;
using Osler.Learning.Training;

namespace Osler.Studies.Tuberculosis;

/// <summary>Isolates as a network sees them.</summary>
/// <param name="features">[isolates, width] row-major, preprocessed.</param>
/// <param name="width">Features of an isolate.</param>
/// <param name="labels">[isolates, drugs] row-major: 1 resistant, 0 susceptible, NaN unknown.</param>
/// <param name="drugs">How many drugs.</param>
/// <param name="barer">
/// As the features, of the same isolates of which less is known: in training each isolate comes so three times in ten; null
/// for never.
/// </param>
/// <param name="seed">Decides when.</param>
internal sealed class ResistanceExamples(
    float[] features,
    int width,
    float[] labels,
    int drugs,
    float[]? barer = null,
    long seed = 0
) : IExamples
{
    private const double Barer = 0.3;

    public int Count => labels.Length / drugs;

    public Shape Input => [width];

    public int Outcomes => drugs;

    public bool Varies => barer is not null;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        Gather(cases, destination);
        if (!training || barer is null)
            return;
        for (int i = 0; i < cases.Length; i++)
            if (new KeyedRandom(seed, "barer", epoch, cases[i]).NextDouble() < Barer)
                barer.AsSpan(cases[i] * width, width).CopyTo(destination.Slice(i * width, width));
    }

    /// <summary>Rows of features.</summary>
    public void Gather(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            features.AsSpan(cases[i] * width, width).CopyTo(destination.Slice(i * width, width));
    }

    /// <summary>
    /// Rows as baselines take them: not centred. That changes no answer of theirs, and leaves a 0 wherever a variant is
    /// absent, which their arithmetic skips.
    /// </summary>
    /// <param name="shares">[width] what was subtracted.</param>
    public GatherFeatures Uncentred(float[] shares) =>
        (cases, destination) =>
        {
            Gather(cases, destination);
            for (int i = 0; i < destination.Length; i++)
                destination[i] += shares[i % shares.Length];
        };

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            labels.AsSpan(cases[i] * drugs, drugs).CopyTo(destination.Slice(i * drugs, drugs));
    }
}
