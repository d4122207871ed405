using Osler.Core.Blocks;

namespace Osler.Learning.Training;

/// <summary>Cases as a network sees them: inputs and targets by row, gathered into the caller's memory.</summary>
/// <remarks>
/// Called from a loader's thread while the network trains, so both methods must be safe to call while another
/// thread calls them. They draw no random number except by key (seed, purpose, epoch, case): the same arguments
/// give the same numbers, whatever was called before.
/// </remarks>
public interface IExamples
{
    /// <summary>How many cases there are; cases are numbered from 0.</summary>
    int Count { get; }

    /// <summary>Shape of one case's input, without the batch axis.</summary>
    Shape Input { get; }

    /// <summary>
    /// Targets of one case: one for each outcome of a binary (multi-task) question; one class index for a
    /// question with several exclusive classes.
    /// </summary>
    int Outcomes { get; }

    /// <summary>
    /// Whether a case's inputs change with the epoch (augmentation). Where they don't, a trainer may gather them
    /// once and keep them.
    /// </summary>
    bool Varies => false;

    /// <summary>
    /// Tokens of each case, padding not counted, where inputs are token ids [T], or of the longest option where they are
    /// [K, T]: a network on tokens then learns from batches
    /// of cases of like lengths, each cut to its longest. Null where every input is as long as any other.
    /// </summary>
    IReadOnlyList<int>? Lengths => null;

    /// <summary>Whether training mixes the cases of a batch (<see cref="Mix"/>).</summary>
    bool Mixes => false;

    /// <summary>Mixes the cases of a training batch, inputs and targets, in place.</summary>
    /// <param name="inputs">[cases, input].</param>
    /// <param name="targets">
    /// [cases, K]: of exclusive classes the share of each, of outcomes their labels; NaN is unknown and stays so in what it
    /// is mixed into.
    /// </param>
    /// <param name="cases">How many.</param>
    /// <param name="epoch">Pass over the data, for draws that are keyed by it.</param>
    /// <param name="number">The batch in its epoch.</param>
    void Mix(Memory<float> inputs, Memory<float> targets, int cases, long epoch, long number) { }

    /// <summary>Writes the inputs of the cases, one after the other.</summary>
    /// <param name="cases">Case numbers in [0, <see cref="Count"/>); one may come twice.</param>
    /// <param name="epoch">Pass over the data, for draws that are keyed by it.</param>
    /// <param name="training">Whether to augment; judging and predicting never do.</param>
    /// <param name="destination">[cases, input], row-major.</param>
    void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination);

    /// <summary>
    /// Told cases, in ascending order of their places among the training cases, that will be asked for soon and in
    /// another order: the place to read them in one go where they lie on a disk. By default nothing is done.
    /// </summary>
    /// <param name="cases">Case numbers; up to about a million.</param>
    void Expect(ReadOnlySpan<int> cases) { }

    /// <summary>Writes the targets of the cases, one after the other.</summary>
    /// <param name="cases">Case numbers in [0, <see cref="Count"/>).</param>
    /// <param name="destination">[cases, <see cref="Outcomes"/>]: 0 or 1 (or a class index); NaN is unknown.</param>
    void Targets(ReadOnlySpan<int> cases, Span<float> destination);

    /// <summary>As <see cref="Targets(ReadOnlySpan{int}, Span{float})"/>, where they change as the inputs do: a moved image's box.</summary>
    /// <param name="cases">Case numbers in [0, <see cref="Count"/>).</param>
    /// <param name="epoch">As for <see cref="Inputs"/>.</param>
    /// <param name="destination">[cases, <see cref="Outcomes"/>], of the inputs in training in that epoch.</param>
    void Targets(ReadOnlySpan<int> cases, long epoch, Span<float> destination) => Targets(cases, destination);
}
