using System.Text;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class TextPreprocessingTests
{
    private static readonly string[] s_texts =
    [
        "A boy of six has a fever and a rash for three days.",
        "She has no fever, no rash and no cough.",
        "His mother had asthma. He has a cough and no fever.",
        "A fever, a cough and a rash for two weeks, no asthma.",
        "Her mother had asthma and she has a rash.",
    ];

    private static readonly TextPreprocessing s_fitted = TextPreprocessing.Fit(
        new TextRecipe { Merges = 200, Length = 16 },
        s_texts
    );

    [Fact]
    public void A_denied_and_a_relatives_finding_are_other_tokens_than_the_patients_own()
    {
        int[] ids =
        [
            Id("He has a fever.", "fever"),
            Id("He has no fever.", "fever"),
            Id("His mother had asthma.", "asthma"),
            Id("He has asthma.", "asthma"),
        ];
        Assert.NotEqual(ids[0], ids[1]);
        Assert.NotEqual(ids[2], ids[3]);
        Assert.All(ids[..3], id => Assert.NotEqual(TextPreprocessing.UnknownId, id));
    }

    [Fact]
    public void Ages_and_durations_become_ranges() =>
        Assert.Equal(
            ["<age:6-12>", "<lasts:days>"],
            s_fitted
                .Cut("A boy of six, ill for three days")
                .Select(token => token.Text)
                .Where(text => text[0] == '<')
        );

    [Fact]
    public void What_is_beyond_the_length_is_not_read_and_that_is_said()
    {
        string text = string.Concat(Enumerable.Repeat("fever and rash, ", 30));
        Span<float> ids = stackalloc float[16];
        Assert.Equal(16, s_fitted.Apply(text, ids));
        Assert.Contains(
            s_fitted.Remarks(s_fitted.Cut(text)),
            remark => remark.StartsWith("Only the first 16", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Is_read_back_as_it_was_written()
    {
        var again = TextPreprocessingJson.Read(Encoding.UTF8.GetBytes(TextPreprocessingJson.Write(s_fitted)));
        Assert.Equal(s_fitted.Tokens, again.Tokens);
        Assert.Equal(s_fitted.NeededWords, again.NeededWords);
        float[] one = new float[16];
        float[] other = new float[16];
        foreach (string text in s_texts)
        {
            s_fitted.Apply(text, one);
            again.Apply(text, other);
            Assert.Equal(one, other);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"format":1,"kind":"image"}""")]
    [InlineData("""{"format":1,"kind":"text","length":9,"letters":"a","merges":"b c","tokens":"a"}""")]
    [InlineData("""{"format":1,"kind":"text","length":9,"letters":"a","merges":"a","tokens":"a"}""")]
    [InlineData("""{"format":9,"kind":"text","length":9,"letters":"a","merges":"","tokens":"a"}""")]
    [InlineData(
        """{"format":1,"kind":"text","length":9,"needed_words":6,"letters":"a","merges":"","tokens":"a"}"""
    )]
    [InlineData(
        """{"format":1,"kind":"text","length":9,"needed_words":0,"letters":"a","merges":"","tokens":"a"}"""
    )]
    public void A_damaged_file_is_refused(string json) =>
        Assert.Throws<DataException>(() => TextPreprocessingJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_bundle_of_before_asks_for_three_words() =>
        Assert.Equal(
            3,
            TextPreprocessingJson
                .Read(
                    """{"format":1,"kind":"text","length":9,"letters":"a","merges":"","tokens":"a"}"""u8.ToArray()
                )
                .NeededWords
        );

    [Fact]
    public void As_many_words_are_needed_as_all_but_the_shortest_training_texts_have_five_at_most()
    {
        string[] complaints = ["chest pain", "cough", "swollen red knee", "fever", "vomiting"];
        string[] cases =
        [
            .. complaints.Select(complaint =>
                $"{complaint} with tremor, itching, cramps and a sore swollen throat"
            ),
        ];
        Assert.Equal(1, Fitted([.. Enumerable.Repeat(complaints, 20).SelectMany(some => some)]));
        Assert.Equal(5, Fitted([.. Enumerable.Repeat(cases, 20).SelectMany(some => some)]));
        // One in twenty-five is short: that is no reason to be content with as little.
        Assert.Equal(5, Fitted([.. Enumerable.Repeat(cases, 24).SelectMany(some => some), .. complaints]));
        Assert.Equal(3, Fitted([.. Enumerable.Repeat("swollen red knee", 9)]));

        static int Fitted(string[] texts) =>
            TextPreprocessing.Fit(new TextRecipe { Merges = 50 }, texts).NeededWords;
    }

    [Fact]
    public void Variation_depends_on_its_key_alone()
    {
        float[] one = new float[16];
        float[] other = new float[16];
        s_fitted.Vary(s_texts[0], one, new KeyedRandom(1, "vary", 2, 3));
        s_fitted.Vary(s_texts[0], other, new KeyedRandom(1, "vary", 2, 3));
        Assert.Equal(one, other);
    }

    private static int Id(string text, string word) =>
        s_fitted.Id(
            s_fitted.Cut(text).Single(token => text.Substring(token.Start, token.Length) == word).Text
        );
}
