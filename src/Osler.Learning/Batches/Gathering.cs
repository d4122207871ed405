using System.Runtime.ExceptionServices;
using Osler.Learning.Training;

namespace Osler.Learning.Batches;

/// <summary>Gathers inputs with every core where that is work: images that are decoded, prepared and augmented.</summary>
internal static class Gathering
{
    // Fewer values than these are copied sooner than threads are woken.
    private const long Small = 1 << 16;

    /// <summary>As <see cref="IExamples.Inputs"/>, by several threads, each for some of the cases.</summary>
    /// <remarks>The numbers are the same as of one thread: examples draw by key, never in turn.</remarks>
    /// <param name="examples">Where they come from.</param>
    /// <param name="cases">Case numbers.</param>
    /// <param name="epoch">For draws that are keyed by it.</param>
    /// <param name="training">Whether to augment.</param>
    /// <param name="destination">[cases, input].</param>
    /// <param name="threads">Most threads at once, the caller's among them; null: one for each core.</param>
    /// <exception cref="Core.Faults.DataException">A case can't be read: the first of them, in the order asked for.</exception>
    public static void Inputs(
        IExamples examples,
        ReadOnlyMemory<int> cases,
        long epoch,
        bool training,
        Memory<float> destination,
        int? threads = null
    )
    {
        int width = checked((int)examples.Input.Values);
        int most = Math.Min(threads ?? Environment.ProcessorCount, cases.Length);
        if (most <= 1 || (long)cases.Length * width < Small)
        {
            examples.Inputs(cases.Span, epoch, training, destination.Span);
            return;
        }
        // Several parts for each thread, since some cases take longer than others.
        int parts = Math.Min(cases.Length, 4 * most);
        var faults = new ExceptionDispatchInfo?[parts];
        Parallel.For(
            0,
            parts,
            new ParallelOptions { MaxDegreeOfParallelism = most },
            part =>
            {
                int from = (int)((long)cases.Length * part / parts);
                int to = (int)((long)cases.Length * (part + 1) / parts);
                try
                {
                    examples.Inputs(
                        cases.Span[from..to],
                        epoch,
                        training,
                        destination.Span[(from * width)..(to * width)]
                    );
                }
#pragma warning disable CA1031 // Thrown again, as it is, once all have ended.
                catch (Exception fault)
#pragma warning restore CA1031
                {
                    faults[part] = ExceptionDispatchInfo.Capture(fault);
                }
            }
        );
        Array.Find(faults, fault => fault is not null)?.Throw();
    }
}
