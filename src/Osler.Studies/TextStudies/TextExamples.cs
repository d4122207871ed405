using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Texts;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>Texts as a network sees them: token ids, padded behind.</summary>
internal sealed class TextExamples : IExamples
{
    private readonly IReadOnlyList<string> _texts;
    private readonly IReadOnlyList<int> _classes;
    private readonly TextPreprocessing _preprocessing;
    private readonly double _excerpts;
    private readonly long _seed;
    private readonly float[][] _ids;
    private readonly int[] _lengths;

    /// <param name="texts">The texts.</param>
    /// <param name="classes">[texts] each one's class.</param>
    /// <param name="preprocessing">Fitted on the training part.</param>
    /// <param name="settings">Whether and how training varies them.</param>
    /// <param name="seed">The run's seed.</param>
    public TextExamples(
        IReadOnlyList<string> texts,
        IReadOnlyList<int> classes,
        TextPreprocessing preprocessing,
        TextSettings settings,
        long seed
    )
    {
        (_texts, _classes, _preprocessing, _seed) = (texts, classes, preprocessing, seed);
        bool varies = settings.Vary;
        (Varies, _excerpts) = (varies, settings.Excerpts);
        _ids = new float[texts.Count][];
        Parallel.For(
            0,
            _ids.Length,
            i =>
            {
                float[] ids = new float[preprocessing.Length];
                int count = preprocessing.Apply(texts[i], ids);
                _ids[i] = ids[..count];
            }
        );
        // A text that is varied may get longer: words fall into parts.
        _lengths = Array.ConvertAll(
            _ids,
            ids => varies ? Math.Min(preprocessing.Length, ids.Length + ids.Length / 4 + 8) : ids.Length
        );
    }

    public int Count => _ids.Length;

    public Shape Input => [_preprocessing.Length];

    public int Outcomes => 1;

    public bool Varies { get; }

    public IReadOnlyList<int>? Lengths => _lengths;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        int length = _preprocessing.Length;
        for (int i = 0; i < cases.Length; i++)
        {
            var place = destination.Slice(i * length, length);
            int index = cases[i];
            if (training && Varies)
            {
                int written = _preprocessing.Vary(
                    _texts[index],
                    place[.._lengths[index]],
                    new KeyedRandom(_seed, "vary-text", epoch, index),
                    _excerpts
                );
                place[written..].Clear();
            }
            else
            {
                _ids[index].CopyTo(place);
                place[_ids[index].Length..].Clear();
            }
        }
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            destination[i] = _classes[cases[i]];
    }
}
