using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Sources;
using Osler.Learning.Training;
using Osler.Reports.Pictures;

namespace Osler.Studies;

/// <summary>Images as a network sees them.</summary>
/// <remarks>
/// What the steps before normalise make of an image is kept in memory where all images together are small; else an
/// image is read and prepared each time that it is asked for.
/// </remarks>
internal sealed class ImageExamples : IExamples
{
    // Bytes of prepared images that are kept at most.
    private const long KeptUpTo = 1L << 30;

    private readonly IImageSource _source;
    private readonly ImagePreprocessing _preprocessing;
    private readonly Augmentations _augmentation;
    private readonly long _seed;
    private readonly float[]?[]? _kept;

    /// <param name="source">The images.</param>
    /// <param name="preprocessing">Fitted.</param>
    /// <param name="augmentation">How training varies them.</param>
    /// <param name="seed">The run's seed.</param>
    public ImageExamples(
        IImageSource source,
        ImagePreprocessing preprocessing,
        Augmentations augmentation,
        long seed
    )
    {
        (_source, _preprocessing, _augmentation, _seed) = (source, preprocessing, augmentation, seed);
        if (4L * preprocessing.Length * source.Count <= KeptUpTo)
            _kept = new float[source.Count][];
    }

    public int Count => _source.Count;

    public Shape Input => _preprocessing.Output;

    public bool Varies => !_augmentation.IsNone;

    public int Outcomes => _source.Labels.Width;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        int length = _preprocessing.Length;
        for (int i = 0; i < cases.Length; i++)
        {
            var place = destination.Slice(i * length, length);
            if (training && Varies)
                Vary(cases[i], epoch, place);
            else
                Prepare(cases[i], place);
        }
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        int width = Outcomes;
        for (int i = 0; i < cases.Length; i++)
            _source.Labels.Of(cases[i]).CopyTo(destination.Slice(i * width, width));
    }

    /// <summary>An image before it is normalised, as a picture.</summary>
    /// <param name="index">The case.</param>
    /// <param name="epoch">As training varies it in this epoch; null: as prepared.</param>
    public Picture Picture(int index, long? epoch)
    {
        using var planes = _preprocessing.Prepare(_source.Read(index));
        if (epoch is { } pass)
            _augmentation.Draw(_seed, pass, index, Input).Apply(planes);
        return PreparedPicture.Of(planes);
    }

    private void Vary(int index, long epoch, Span<float> destination)
    {
        using var planes = _preprocessing.Prepare(_source.Read(index));
        _augmentation.Draw(_seed, epoch, index, Input).Apply(planes);
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
            _preprocessing.Apply(_source.Read(index), destination, name);
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
