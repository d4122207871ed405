using System.Runtime.InteropServices;
using Osler.Core.Variants.Sequences;
using Osler.Learning.Baselines;

namespace Osler.Studies.Tuberculosis;

/// <summary>
/// The bases of loci as a baseline takes them: a number for each letter at the positions that vary among the isolates that are
/// learnt from.
/// </summary>
/// <remarks>
/// Letters that the same isolates of these have, as the markers of one lineage are, stand together as the sum of their
/// indicators over the root of how many they are. A model with an L2 penalty gives all of them the same weight, so that its
/// answers are those of one that has each by itself.
/// </remarks>
internal sealed class VaryingBases
{
    private readonly ResistanceData _data;
    private readonly (int Position, sbyte Letter)[][] _together;

    /// <param name="data">Of loci.</param>
    /// <param name="train">The isolates to learn from.</param>
    public VaryingBases(ResistanceData data, int[] train)
    {
        _data = data;
        var found = new OrderedDictionary<string, List<(int, sbyte)>>(StringComparer.Ordinal);
        var carriers = new ulong[LociBases.Letters.Length][];
        for (int position = 0; position < data.Width; position++)
        {
            for (int letter = 0; letter < carriers.Length; letter++)
                carriers[letter] = new ulong[train.Length / 64 + 1];
            for (int i = 0; i < train.Length; i++)
                if (data.Variant(train[i], position) is >= 0 and var code)
                    carriers[code][i / 64] |= 1UL << (i % 64);
            int[] letters =
            [
                .. Enumerable
                    .Range(0, carriers.Length)
                    .Where(letter => carriers[letter].AsSpan().ContainsAnyExcept(0UL)),
            ];
            if (letters.Length < 2)
                continue;
            foreach (int letter in letters)
            {
                string same = MemoryMarshal.Cast<ulong, char>(carriers[letter]).ToString();
                if (!found.TryGetValue(same, out var together))
                    found.Add(same, together = []);
                together.Add((position, (sbyte)letter));
            }
        }
        _together = [.. found.Values.Select(letters => letters.ToArray())];
    }

    /// <summary>Numbers of an isolate.</summary>
    public int Width => _together.Length;

    /// <summary>Rows of them; see <see cref="GatherFeatures"/>.</summary>
    public void Gather(ReadOnlySpan<int> isolates, Span<float> destination)
    {
        for (int i = 0; i < isolates.Length; i++)
        for (int j = 0; j < _together.Length; j++)
        {
            int has = 0;
            foreach (var (position, letter) in _together[j])
                has += _data.Variant(isolates[i], position) == letter ? 1 : 0;
            destination[i * _together.Length + j] = has / MathF.Sqrt(_together[j].Length);
        }
    }
}
