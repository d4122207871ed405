using CsCheck;
using Osler.Core.Chance;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class BytePairsTests
{
    private static readonly BytePairs s_pairs = BytePairs.Train(
        new Dictionary<string, int>
        {
            ["fever"] = 9,
            ["feverish"] = 4,
            ["vomiting"] = 6,
            ["vomits"] = 3,
            ["vomit"] = 5,
            ["coughing"] = 6,
            ["cough"] = 8,
            ["rash"] = 3,
        },
        40
    );

    [Fact]
    public void Frequent_words_stay_whole_and_rare_ones_fall_into_parts()
    {
        Assert.Equal(["fever"], s_pairs.Cut("fever"));
        Assert.Equal("coughing", string.Concat(s_pairs.Cut("coughing").Select(Plain)));
        Assert.True(s_pairs.Cut("coughish").Length > 1);
    }

    [Fact]
    public void The_library_cuts_as_the_merges_say() =>
        Gen.Char["abcdefghinorstuvw"]
            .Array[1, 14]
            .Sample(letters =>
            {
                string word = new(letters);
                Assert.Equal(Slow(word), s_pairs.Cut(word));
                Assert.Equal(Slow(word), s_pairs.Cut(word, 0, new KeyedRandom(1, "test")));
            });

    [Fact]
    public void Random_cuts_spell_the_same_word()
    {
        var random = new KeyedRandom(1, "test");
        var cuts = Enumerable.Range(0, 50).Select(_ => s_pairs.Cut("vomiting", 0.3, random)).ToArray();
        Assert.All(cuts, cut => Assert.Equal("vomiting", string.Concat(cut.Select(Plain))));
        Assert.True(cuts.Select(cut => cut.Length).Distinct().Count() > 1);
    }

    [Fact]
    public void The_order_of_the_words_is_of_no_matter()
    {
        var words = new Dictionary<string, int>
        {
            ["aab"] = 2,
            ["aac"] = 2,
            ["bca"] = 3,
        };
        Assert.Equal(BytePairs.Train(words, 5).Merges, BytePairs.Train(words.Reverse(), 5).Merges);
    }

    // The definition: the earliest merge that applies, at its first place, again and again.
    private static List<string> Slow(string word)
    {
        var pieces = word.Select((letter, i) => i == 0 ? letter.ToString() : "##" + letter)
            .Select(letter => s_pairs.Letters.Contains(letter) ? letter : BytePairs.Unknown)
            .ToList();
        bool joined = true;
        while (joined)
        {
            joined = false;
            foreach (var (left, right) in s_pairs.Merges)
            {
                int at = Enumerable
                    .Range(0, Math.Max(0, pieces.Count - 1))
                    .FirstOrDefault(i => pieces[i] == left && pieces[i + 1] == right, -1);
                if (at < 0)
                    continue;
                pieces[at] = left + right[2..];
                pieces.RemoveAt(at + 1);
                joined = true;
                break;
            }
        }
        return pieces;
    }

    private static string Plain(string piece) =>
        piece.StartsWith("##", StringComparison.Ordinal) ? piece[2..] : piece;
}
