using Osler.Core.Blocks;
using Osler.Learning.Baselines;
using Osler.Learning.Training;

namespace Osler.Studies.Tuberculosis;

/// <summary>Isolates as a network sees them.</summary>
/// <param name="features">[isolates, width] row-major, preprocessed.</param>
/// <param name="width">Features of an isolate.</param>
/// <param name="labels">[isolates, drugs] row-major: 1 resistant, 0 susceptible, NaN unknown.</param>
/// <param name="drugs">How many drugs.</param>
internal sealed class ResistanceExamples(float[] features, int width, float[] labels, int drugs) : IExamples
{
    public int Count => labels.Length / drugs;

    public Shape Input => [width];

    public int Outcomes => drugs;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination) =>
        Gather(cases, destination);

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
            // The bases of loci are not centred.
            for (int i = 0; shares.Length > 0 && i < destination.Length; i++)
                destination[i] += shares[i % shares.Length];
        };

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            labels.AsSpan(cases[i] * drugs, drugs).CopyTo(destination.Slice(i * drugs, drugs));
    }
}
