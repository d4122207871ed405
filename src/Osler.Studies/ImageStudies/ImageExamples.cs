using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Caching;
using Osler.Imaging.Files;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Learning.Losses;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>Images as a network sees them.</summary>
/// <remarks>
/// What the steps before normalise make of an image is kept in memory where all images together are small; else an
/// image is read and prepared each time that it is asked for. Where training crops at random, the crop takes the place of
/// the preprocessing's last one.
/// </remarks>
internal sealed class ImageExamples : IExamples, IDisposable
{
    // Bytes of prepared images that are kept in memory at most.
    private const long KeptUpTo = 1L << 29;

    private readonly IImageSource _source;
    private readonly ImagePreprocessing _preprocessing;
    private readonly Augmentations _augmentation;
    private readonly long _seed;
    private readonly bool _crops;
    private readonly float[]?[]? _kept;
    private readonly BoxTargets? _boxes;
    private readonly ImageTarget? _target;
    private readonly PreparedCache? _cache;

    /// <param name="source">The images.</param>
    /// <param name="preprocessing">Fitted.</param>
    /// <param name="augmentation">How training varies them.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="boxes">Whether boxes are learnt too.</param>
    /// <param name="cache">Folder of prepared images on disk; null for none.</param>
    public ImageExamples(
        IImageSource source,
        ImagePreprocessing preprocessing,
        Augmentations augmentation,
        long seed,
        bool boxes = false,
        string? cache = null
    )
    {
        (_source, _preprocessing, _augmentation, _seed) = (source, preprocessing, augmentation, seed);
        _crops =
            preprocessing.LastCrop is not null && augmentation.Steps.Any(step => step is Crop or ShiftedCrop);
        if (4L * preprocessing.Length * source.Count <= KeptUpTo)
            _kept = new float[source.Count][];
        if (boxes)
            _boxes = new BoxTargets(this);
        _target = TargetOf(source, preprocessing.Target);
        if (cache is not null && source.Count > 0)
            _cache = Opened(cache);
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

    public void Dispose() => _cache?.Dispose();

    /// <summary>Of how many pixels an image is read: places in it are told in all its pixels where boxes are known.</summary>
    /// <param name="source">The images.</param>
    /// <param name="target">What the steps need.</param>
    public static ImageTarget? TargetOf(IImageSource source, ImageTarget? target) =>
        source.HasBoxes ? null : target;

    /// <summary>An image, prepared as for judging, not yet normalised.</summary>
    public Imaging.Rasters.Planes Prepared(int index)
    {
        if (_cache is null)
            return _preprocessing.Prepare(Read(index));
        var planes = PreparedForTraining(index);
        if (_crops)
            _preprocessing.CropLast(planes);
        return planes;
    }

    /// <summary>An image, prepared without its last centre crop, of which views take theirs.</summary>
    public Imaging.Rasters.Planes PreparedUncropped(int index) =>
        _crops ? PreparedForTraining(index) : _preprocessing.PrepareUncropped(Read(index));

    /// <summary>An image, prepared as augmentation takes it.</summary>
    public Imaging.Rasters.Planes PreparedForTraining(int index)
    {
        if (_cache?.Read(index) is { } kept)
            return kept;
        var planes = Anew(index);
        _cache?.Write(index, planes);
        return planes;
    }

    /// <summary>What training does to an image in an epoch.</summary>
    public AugmentationDraw Draw(int index, long epoch, Shape prepared) =>
        _augmentation.Draw(_seed, epoch, index, prepared);

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

    private IImage Read(int index) => _source.Read(index, _target);

    // As augmentation takes it, from its file.
    private Imaging.Rasters.Planes Anew(int index) =>
        _crops ? _preprocessing.PrepareUncropped(Read(index)) : _preprocessing.Prepare(Read(index));

    private PreparedCache Opened(string folder)
    {
        using var first = FirstPrepared();
        var steps = new ImageRecipe([.. _preprocessing.Steps.Where(step => step is not Normalise)]);
        return PreparedCache.Open(
            folder,
            _source.Fingerprint,
            $"{(_crops ? "uncropped" : "whole")} {_target} {steps.ToJson()}{_preprocessing.Expects.Kind}",
            first
        );
    }

    // Images that can't be read were left out, the first perhaps among them.
    private Imaging.Rasters.Planes FirstPrepared()
    {
        for (int index = 0; ; index++)
            try
            {
                return Anew(index);
            }
            catch (DataException) when (index < Count - 1) { }
    }

    private void Vary(int index, long epoch, Span<float> destination)
    {
        using var planes = PreparedForTraining(index);
        _boxes?.Note(index, planes, varied: true);
        Draw(index, epoch, _preprocessing.ShapeOf(planes)).Apply(planes);
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
            using var planes = Prepared(index);
            _boxes?.Note(index, planes, varied: false);
            _preprocessing.Finish(planes, destination, name);
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
