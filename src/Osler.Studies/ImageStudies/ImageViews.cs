using Osler.Core.Blocks;
using Osler.Imaging.Augmentation;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>Several views of each image, as cases of their own: view v of case i is number i x views + v.</summary>
/// <param name="examples">The images.</param>
/// <param name="views">Which views.</param>
internal sealed class ImageViews(ImageExamples examples, TestTimeViews views) : IExamples
{
    /// <summary>Views of an image.</summary>
    public int Each { get; } = TestTime.Views(views, examples.Input).Count;

    public int Count => checked(examples.Count * Each);

    public Shape Input => examples.Input;

    public int Outcomes => examples.Outcomes;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        var preprocessing = examples.Preprocessing;
        int length = preprocessing.Length;
        for (int i = 0; i < cases.Length; )
        {
            int index = cases[i] / Each;
            using var whole = examples.PreparedUncropped(index);
            var all = TestTime.Views(views, preprocessing.ShapeOf(whole), new Size(Input[^2], Input[^1]));
            // Views of one image follow each other, so that it is read and prepared once.
            for (; i < cases.Length && cases[i] / Each == index; i++)
            {
                using var planes = whole.Copy();
                all[cases[i] % Each].Apply(planes);
                preprocessing.Finish(
                    planes,
                    destination.Slice(i * length, length),
                    examples.Source.Case(index).Name
                );
            }
        }
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        int[] of = new int[cases.Length];
        for (int i = 0; i < of.Length; i++)
            of[i] = cases[i] / Each;
        examples.Targets(of, destination);
    }
}
