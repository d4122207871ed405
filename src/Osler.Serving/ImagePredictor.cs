using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Boxes;
using Osler.Imaging.Files;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;

namespace Osler.Serving;

/// <summary>
/// A bundle that answers for images: the preprocessing of training, then the network's graph in ONNX Runtime.
/// </summary>
/// <remarks>Safe to use from several threads at once. Loads no libtorch.</remarks>
public sealed class ImagePredictor : IDisposable
{
    /// <summary>What the range beside a probability means; to be shown wherever the range is.</summary>
    public const string RangeMeaning =
        "The range is where one more network, trained alike, would put this image in 95 % of trainings. "
        + "It does not cover images unlike those of the training data.";

    private readonly Graph _graph;
    private readonly ImmutableArray<ImmutableArray<CardOperatingPoint>> _points;

    private ImagePredictor(BundleFolder bundle, Card card, ImagePreprocessing preprocessing, Graph graph)
    {
        Bundle = bundle;
        Card = card;
        Preprocessing = preprocessing;
        Views = ViewWords.Read(card.Images!.Views, bundle.Shown(BundleFile.CardName));
        _graph = graph;
        _points = PredictedOutcome.Points(card);
    }

    /// <summary>The folder, its files checked.</summary>
    public BundleFolder Bundle { get; }

    /// <summary>The model's card.</summary>
    public Card Card { get; }

    /// <summary>The preprocessing that training fitted.</summary>
    public ImagePreprocessing Preprocessing { get; }

    /// <summary>Which views of an image are predicted from, and averaged.</summary>
    public TestTimeViews Views { get; }

    /// <summary>
    /// The size that images are resized to, so that their files need not be decoded in full: as in training. Null where a
    /// step needs every pixel, or where boxes are told in the pixels of the image.
    /// </summary>
    public ImageTarget? Target => GivesBox ? null : Preprocessing.Target;

    /// <summary>Whether predictions say where in the image their first outcome lies.</summary>
    public bool GivesBox => Card.Images!.Box;

    /// <summary>Whether an image has exactly one of the outcomes.</summary>
    public bool Exclusive => Card.Images!.Exclusive;

    /// <summary>Number of networks whose probabilities are averaged.</summary>
    public int Members => _graph.Members;

    /// <summary>Number of outcomes.</summary>
    public int Outcomes => _graph.Outcomes;

    /// <summary>Opens and checks a bundle.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="RequestException">There is no such bundle, or its model reads tables.</exception>
    /// <exception cref="DataException">A newer Osler made it, or its files contradict each other.</exception>
    /// <exception cref="CheckException">A file is missing, foreign or changed.</exception>
    public static ImagePredictor Open(string path) => Open(BundleFolder.Open(path));

    /// <summary>Loads the model of an opened bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <exception cref="RequestException">Its model reads tables (<see cref="Predictor"/>).</exception>
    public static ImagePredictor Open(BundleFolder bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var card = bundle.ReadCard();
        if (card.Images is not { } images)
            throw new RequestException(
                "This bundle is on a table's rows, and what was asked is about images.",
                bundle.Path,
                "Give it the patients' inputs."
            );
        var preprocessing = ImagePreprocessing.FromJson(bundle.Read(BundleFile.PreprocessingName));
        var graph = Graph.Open(
            bundle,
            card,
            network =>
                images.Box != network.GivesBox ? "the card and the graph differ about a box"
                : network.Input.SequenceEqual(preprocessing.Output.Sizes)
                && network.Input.SequenceEqual(images.Input)
                    ? null
                : $"the preprocessing makes {preprocessing.Output}, the network takes "
                    + $"[{string.Join(", ", network.Input)}], the card states [{string.Join(", ", images.Input)}]"
        );
        return new(bundle, card, preprocessing, graph);
    }

    /// <summary>Predicts for one image.</summary>
    /// <param name="image">As read.</param>
    /// <param name="where">The file, for messages.</param>
    /// <returns>
    /// Of exclusive outcomes the mean of the members' softmax, which sums to 1; of others each by its sigmoid. The
    /// range is that of <see cref="Ensemble"/>, of exclusive outcomes on the log-odds of one against the rest.
    /// </returns>
    /// <exception cref="DataException">
    /// The image is unlike those of training in colour, unit, range or size, or the network gives no number for it.
    /// </exception>
    public Prediction Predict(IImage image, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        Preprocessing.Require(image, where);
        var (inputs, frame) = Inputs(image, where);
        int views = inputs.Length / Preprocessing.Length;
        float[] logits = new float[views * Members * Outcomes];
        float[] boxes = new float[GivesBox ? views * Members * Graph.Edges : 0];
        if (GivesBox)
            _graph.Run(inputs, views, logits, boxes);
        else
            Logits(inputs, views, logits);
        foreach (float number in (ReadOnlySpan<float>)[.. logits, .. boxes])
            if (!float.IsFinite(number))
                throw new DataException(
                    "The network gives no number for this image.",
                    where,
                    "'osler verify' tells whether the bundle is sound."
                );
        float[] ofOutcome = new float[Members];
        var outcomes = ImmutableArray.CreateBuilder<PredictedOutcome>(Outcomes);
        for (int outcome = 0; outcome < Outcomes; outcome++)
        {
            for (int member = 0; member < Members; member++)
                ofOutcome[member] = OverViews(logits, views, member, outcome);
            outcomes.Add(
                PredictedOutcome.Of(Card.Outcomes[outcome], _points[outcome], Ensemble.Of(ofOutcome))
            );
        }
        return new(outcomes.MoveToImmutable(), Preprocessing.Warnings(image))
        {
            Box = GivesBox ? Place(image, frame, boxes.AsSpan(0, Members * Graph.Edges)) : null,
        };
    }

    // [views, input]; the first view is the image as prepared, or its middle. And where that lies in the image as read.
    private (float[] Inputs, ImageFrame Frame) Inputs(IImage image, string? where)
    {
        int length = Preprocessing.Length;
        if (Views == TestTimeViews.None)
        {
            using var prepared = Preprocessing.Prepare(image);
            var frame = ImageFrame.Of(prepared);
            float[] input = new float[length];
            Preprocessing.Finish(prepared, input, where);
            return (input, frame);
        }
        var output = Preprocessing.Output;
        var size = new Size(output[^2], output[^1]);
        using var whole = Preprocessing.PrepareUncropped(image);
        var shape = Preprocessing.ShapeOf(whole);
        if (whole.Height < size.Height || whole.Width < size.Width)
            throw new DataException(
                $"The image comes out of the preprocessing as {shape}, smaller than the crops of it.",
                where
            );
        var views = TestTime.Views(Views, shape, size);
        float[] inputs = new float[views.Count * length];
        for (int view = 0; view < views.Count; view++)
        {
            using var planes = whole.Copy();
            views[view].Apply(planes);
            Preprocessing.Finish(planes, inputs.AsSpan(view * length, length), where);
        }
        Preprocessing.CropLast(whole);
        return (inputs, ImageFrame.Of(whole));
    }

    // A member's log-odds: of several views the log-odds of their mean probability.
    private float OverViews(float[] logits, int views, int member, int outcome)
    {
        double mean = 0;
        for (int view = 0; view < views; view++)
        {
            var row = logits.AsSpan((view * Members + member) * Outcomes, Outcomes);
            float one = Exclusive ? Ensemble.AgainstTheRest(row, outcome) : row[outcome];
            if (views == 1)
                return one;
            mean += Ensemble.Sigmoid(one) / views;
        }
        // Sure beyond what a double tells from 1 is sure enough.
        mean = Math.Clamp(mean, 1e-15, 1 - 1e-15);
        return (float)(Math.Log(mean) - Math.Log(1 - mean));
    }

    // The mean of the members' boxes, in pixels of the image as read, cut to it.
    private PixelBox Place(IImage image, ImageFrame frame, ReadOnlySpan<float> edges)
    {
        double[] mean = new double[Graph.Edges];
        for (int i = 0; i < edges.Length; i++)
            mean[i % Graph.Edges] += edges[i] / (double)Members;
        var box = frame.AsRead(
            new Box(
                mean[0] * frame.Height,
                mean[1] * frame.Width,
                mean[2] * frame.Height,
                mean[3] * frame.Width
            )
        );
        (int height, int width) = (image.Axes[^2], image.Axes[^1]);
        return new(
            Math.Clamp(box.Left, 0, width - 1),
            Math.Clamp(box.Top, 0, height - 1),
            Math.Clamp(box.Right, 0, width - 1),
            Math.Clamp(box.Bottom, 0, height - 1)
        );
    }

    /// <summary>Log-odds of every member from prepared images.</summary>
    /// <param name="images">[n, C, H, W] or [n, C, D, H, W] row-major, as of <see cref="ImagePreprocessing.Apply"/>.</param>
    /// <param name="n">Number of images.</param>
    /// <param name="logits">[n, members, outcomes] row-major.</param>
    public void Logits(ReadOnlySpan<float> images, int n, Span<float> logits) =>
        _graph.Run(images, n, logits);

    /// <summary>Sizes of a class activation map, [h, w] or [d, h, w]; null where the graph gives none.</summary>
    public ImmutableArray<int>? HeatSizes => _graph.HeatSizes;

    /// <summary>Class activation maps of a prepared image: what each place adds to each log-odds.</summary>
    /// <param name="image">[C, H, W] or [C, D, H, W], as of <see cref="ImagePreprocessing.Apply"/>.</param>
    /// <returns>[members, outcomes, places], row-major.</returns>
    /// <exception cref="InvalidOperationException">The graph gives none (<see cref="HeatSizes"/>).</exception>
    public float[] Heat(ReadOnlySpan<float> image) => _graph.Heat(image);

    /// <inheritdoc/>
    public void Dispose() => _graph.Dispose();
}
