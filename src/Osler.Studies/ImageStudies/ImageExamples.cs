using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Learning.Losses;
using Osler.Learning.Training;
using Osler.Reports.Pictures;

namespace Osler.Studies;

/// <summary>Images as a network sees them.</summary>
/// <remarks>
/// What the steps before normalise make of an image is kept in memory where all images together are small; else an
/// image is read and prepared each time that it is asked for. Where training crops at random, the crop takes the place of
/// the preprocessing's last one.
/// </remarks>
internal sealed class ImageExamples : IExamples
{
    // Bytes of prepared images that are kept at most.
    private const long KeptUpTo = 1L << 30;

    private readonly IImageSource _source;
    private readonly ImagePreprocessing _preprocessing;
    private readonly Augmentations _augmentation;
    private readonly long _seed;
    private readonly bool _crops;
    private readonly float[]?[]? _kept;
    private readonly BoxTargets? _boxes;

    /// <param name="source">The images.</param>
    /// <param name="preprocessing">Fitted.</param>
    /// <param name="augmentation">How training varies them.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="boxes">Whether boxes are learnt too.</param>
    public ImageExamples(
        IImageSource source,
        ImagePreprocessing preprocessing,
        Augmentations augmentation,
        long seed,
        bool boxes = false
    )
    {
        (_source, _preprocessing, _augmentation, _seed) = (source, preprocessing, augmentation, seed);
        _crops =
            preprocessing.LastCrop is not null && augmentation.Steps.Any(step => step is Crop or ShiftedCrop);
        if (4L * preprocessing.Length * source.Count <= KeptUpTo)
            _kept = new float[source.Count][];
        if (boxes)
            _boxes = new BoxTargets(this);
    }

    public int Count => _source.Count;

    public Shape Input => _preprocessing.Output;

    public bool Varies => !_augmentation.IsNone;

    public bool Mixes => _augmentation.Steps.Any(step => step is BatchStep);

    // What mixes a batch leaves single images as they are.
    private bool VariesEach => _augmentation.Steps.Any(step => step is not BatchStep);

    public int Outcomes => _boxes is null ? _source.Labels.Width : ClassAndBox.Targets;

    /// <summary>The images.</summary>
    public IImageSource Source => _source;

    /// <summary>What prepares them.</summary>
    public ImagePreprocessing Preprocessing => _preprocessing;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        int length = _preprocessing.Length;
        for (int i = 0; i < cases.Length; i++)
        {
            var place = destination.Slice(i * length, length);
            if (training && VariesEach)
                Vary(cases[i], epoch, place);
            else
                Prepare(cases[i], place);
        }
    }

    public void Mix(Memory<float> inputs, Memory<float> targets, int cases, long epoch, long number) =>
        _augmentation.Mix(new ImageBatch(inputs, targets, cases, Input[^2], Input[^1]), _seed, epoch, number);

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination) =>
        Targets(cases, destination, (index, edges) => _boxes!.Judged(index, edges));

    public void Targets(ReadOnlySpan<int> cases, long epoch, Span<float> destination) =>
        Targets(
            cases,
            destination,
            (index, edges) =>
            {
                if (Varies)
                    _boxes!.Varied(index, epoch, edges);
                else
                    _boxes!.Judged(index, edges);
            }
        );

    /// <summary>An image before it is normalised, as a picture.</summary>
    /// <param name="index">The case.</param>
    /// <param name="epoch">As training varies it in this epoch; null: as prepared.</param>
    public Picture Picture(int index, long? epoch)
    {
        using var planes = epoch is null ? Prepared(index) : PreparedForTraining(index);
        if (epoch is { } pass)
            Draw(index, pass, ShapeOf(planes)).Apply(planes);
        return PreparedPicture.Of(planes);
    }

    /// <summary>An image, prepared as for judging, not yet normalised.</summary>
    public Imaging.Rasters.Planes Prepared(int index) => _preprocessing.Prepare(Read(index));

    /// <summary>An image, prepared as augmentation takes it.</summary>
    public Imaging.Rasters.Planes PreparedForTraining(int index) =>
        _crops ? _preprocessing.PrepareUncropped(Read(index)) : Prepared(index);

    /// <summary>What training does to an image in an epoch.</summary>
    public AugmentationDraw Draw(int index, long epoch, Shape prepared) =>
        _augmentation.Draw(_seed, epoch, index, prepared);

    /// <summary>The shape of a prepared image, of which training may crop a part.</summary>
    public Shape ShapeOf(Imaging.Rasters.Planes planes) =>
        Input.Rank == 4
            ? [planes.Channels, planes.Depth, planes.Height, planes.Width]
            : [planes.Channels, planes.Height, planes.Width];

    private void Targets(ReadOnlySpan<int> cases, Span<float> destination, WriteEdges write)
    {
        int width = Outcomes;
        for (int i = 0; i < cases.Length; i++)
        {
            var own = destination.Slice(i * width, width);
            _source.Labels.Of(cases[i]).CopyTo(own);
            if (_boxes is not null)
                write(cases[i], own[1..]);
        }
    }

    private delegate void WriteEdges(int index, Span<float> edges);

    private IImage Read(int index) => _source.Read(index);

    private void Vary(int index, long epoch, Span<float> destination)
    {
        using var planes = PreparedForTraining(index);
        Draw(index, epoch, ShapeOf(planes)).Apply(planes);
        _preprocessing.Finish(planes, destination, _source.Case(index).Name);
    }

    private void Prepare(int index, Span<float> destination)
    {
        if (_kept?[index] is { } kept)
        {
            kept.CopyTo(destination);
            return;
        }
        string name = _source.Case(index).Name;
        try
        {
            _preprocessing.Apply(Read(index), destination, name);
        }
        catch (DataException fault) when (fault.Where is null)
        {
            throw new DataException(fault.What, name, fault.Remedy, fault);
        }
        // Two threads may both make it; they make the same.
        if (_kept is not null)
            _kept[index] = destination.ToArray();
    }
}
