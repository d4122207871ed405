using CsCheck;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class NearDuplicatesTests
{
    private const string Sentence = "I have had a fever, a cough and a sore throat for three days now.";

    [Theory]
    [InlineData(120)]
    [InlineData(250)]
    [InlineData(1000)]
    public void Identical_texts_are_one_group_however_many_they_are(int copies)
    {
        string[] texts =
        [
            .. Enumerable.Repeat(Sentence, copies),
            "My knee hurts.",
            // Nearly the same, and the same but for case and signs.
            "I have had a fever, a cough and a sore throat for three weeks now.",
            Sentence.ToUpperInvariant().Replace(",", " ;", StringComparison.Ordinal),
        ];

        int[] groups = NearDuplicates.Groups(texts);

        Assert.All(groups[..copies], group => Assert.Equal(0, group));
        Assert.Equal([1, 0, 0], groups[copies..]);
    }

    [Fact]
    public void More_than_two_hundred_variants_of_one_text_are_one_group()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 400).Select(i => $"{Sentence} My name is {Letters(i)} and I live here."),
        ];

        Assert.All(NearDuplicates.Groups(texts), group => Assert.Equal(0, group));
    }

    [Fact]
    public void Groups_are_those_of_comparing_every_text_with_every_other() =>
        Gen.Int[0, 4]
            .Array[1, 9]
            .Array[0, 24]
            .Sample(
                drawn =>
                {
                    string[] texts =
                    [
                        .. drawn.Select(words => string.Join(' ', words.Select(word => Letters(word)))),
                    ];
                    Assert.Equal(Twin(texts), NearDuplicates.Groups(texts));
                },
                iter: 500
            );

    private static int[] Twin(string[] texts)
    {
        HashSet<(string, string)>[] sets =
        [
            .. texts.Select(text =>
            {
                string[] words = ["", .. text.Split(' ')];
                return words.Zip(words.Skip(1)).ToHashSet();
            }),
        ];
        int[] groups = [.. Enumerable.Range(0, texts.Length)];
        for (int i = 0; i < texts.Length; i++)
        for (int j = 0; j < i; j++)
            if (2 * sets[i].Intersect(sets[j]).Count() >= sets[i].Union(sets[j]).Count())
            {
                var (low, high) = (Math.Min(groups[i], groups[j]), Math.Max(groups[i], groups[j]));
                groups = Array.ConvertAll(groups, group => group == high ? low : group);
            }
        int[] order = [.. groups.Distinct()];
        return Array.ConvertAll(groups, group => Array.IndexOf(order, group));
    }

    private static string Letters(int i) => $"{(char)('a' + i / 26)}{(char)('a' + i % 26)}";
}
