using Osler.Core.Ensembles;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Sources;
using Osler.Learning.Losses;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>A trained network with the preprocessing that it was trained behind: images in, probabilities out.</summary>
/// <param name="Preprocessing">Fitted on the training part.</param>
/// <param name="Network">With its weights.</param>
/// <param name="Kind">Whether its outputs are classes of which one is right, or findings each by itself.</param>
internal sealed record ImageModel(ImagePreprocessing Preprocessing, TrainedNetwork Network, LabelKind Kind)
{
    /// <summary>Which views of an image are judged, and their probabilities averaged.</summary>
    public TestTimeViews Views { get; init; }

    /// <summary>Whether the last four outputs are a box.</summary>
    public bool Box { get; init; }

    /// <summary>Networks whose probabilities are averaged.</summary>
    public int Members => Network.Members;

    /// <summary>Probabilities of cases, the mean over their views.</summary>
    /// <param name="examples">The images.</param>
    /// <param name="cases">Which.</param>
    /// <param name="names">How many classes or findings.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>[cases, names] row-major; of classes each row sums to 1.</returns>
    public double[] Probabilities(ImageExamples examples, int[] cases, int names, string device)
    {
        if (Views == TestTimeViews.None)
            return Of(Outputs(examples, cases, device), cases.Length, names);
        var views = new ImageViews(examples, Views);
        int each = views.Each;
        int[] all = [.. cases.SelectMany(index => Enumerable.Range(index * each, each))];
        double[] ofViews = Of(Outputs(views, all, device), all.Length, names);
        double[] mean = new double[cases.Length * names];
        for (int i = 0; i < ofViews.Length; i++)
            mean[i / (each * names) * names + i % names] += ofViews[i] / each;
        return mean;
    }

    /// <summary>Where the localisation head sees each case's thing, in the prepared image; null without such a head.</summary>
    /// <param name="examples">The images.</param>
    /// <param name="cases">Which.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>One box a case: the mean over members.</returns>
    public Imaging.Augmentation.Box[]? Boxes(ImageExamples examples, int[] cases, string device)
    {
        if (!Box)
            return null;
        float[] outputs = Outputs(examples, cases, device);
        int width = cases.Length == 0 ? 0 : outputs.Length / (cases.Length * Members);
        var boxes = new Imaging.Augmentation.Box[cases.Length];
        for (int i = 0; i < boxes.Length; i++)
        {
            double[] edges = new double[ClassAndBox.Edges];
            for (int member = 0; member < Members; member++)
            for (int edge = 0; edge < edges.Length; edge++)
                edges[edge] +=
                    Ensemble.Sigmoid(outputs[(i * Members + member + 1) * width - ClassAndBox.Edges + edge])
                    / Members;
            boxes[i] = Scaled(edges);
        }
        return boxes;
    }

    private Imaging.Augmentation.Box Scaled(double[] edges)
    {
        (int height, int width) = (Preprocessing.Output[^2], Preprocessing.Output[^1]);
        return new Imaging.Augmentation.Box(
            edges[0] * height,
            edges[1] * width,
            edges[2] * height,
            edges[3] * width
        );
    }

    private float[] Outputs(IExamples examples, int[] cases, string device) =>
        Inference.Logits(Network.Network, Network.Weights, examples, cases, device: device);

    private double[] Of(float[] outputs, int cases, int names)
    {
        double[] probabilities = new double[cases * names];
        double[] one = new double[names];
        int width = names + (Box ? ClassAndBox.Edges : 0);
        for (int i = 0; i < cases; i++)
        {
            var sum = probabilities.AsSpan(i * names, names);
            for (int member = 0; member < Members; member++)
            {
                var row = outputs.AsSpan((i * Members + member) * width, names);
                if (Kind == LabelKind.Classes)
                    Ensemble.Softmax(row, one);
                else
                    for (int k = 0; k < names; k++)
                        one[k] = Ensemble.Sigmoid(row[k]);
                for (int k = 0; k < names; k++)
                    sum[k] += one[k] / Members;
            }
        }
        return probabilities;
    }
}
