using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Learning.Training;

namespace Osler.Learning.Tests.Training;

/// <summary>Texts of 2 to 30 made-up words; the label is whether word 1 stands before word 2, which no count of words tells.</summary>
internal sealed class ToyTexts(int count, int most = 40) : IExamples
{
    public const int Vocabulary = 20;

    private readonly float[][] _texts = [.. Enumerable.Range(0, count).Select(Text)];

    public int Count => count;

    public Shape Input => [most];

    public int Outcomes => 1;

    public IReadOnlyList<int> Lengths => [.. _texts.Select(text => text.Length)];

    /// <summary>Numbers of all cases.</summary>
    public int[] All => [.. Enumerable.Range(0, count)];

    /// <summary>The words of a case, without padding.</summary>
    public float[] this[int @case] => _texts[@case];

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        destination.Clear();
        for (int i = 0; i < cases.Length; i++)
            _texts[cases[i]].CopyTo(destination[(i * most)..]);
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
        {
            var text = _texts[cases[i]];
            destination[i] = Array.IndexOf(text, 1f) < Array.IndexOf(text, 2f) ? 1 : 0;
        }
    }

    private static float[] Text(int @case)
    {
        var random = new KeyedRandom(5, "texts", 0, @case);
        float[] text = new float[2 + random.Next(29)];
        for (int i = 0; i < text.Length; i++)
            text[i] = 3 + random.Next(Vocabulary - 3);
        int first = random.Next(text.Length);
        int second = (first + 1 + random.Next(text.Length - 1)) % text.Length;
        (text[first], text[second]) = (1, 2);
        return text;
    }
}
