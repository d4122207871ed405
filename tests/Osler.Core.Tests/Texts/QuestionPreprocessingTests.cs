using System.Text;
using CsCheck;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class QuestionPreprocessingTests
{
    private static readonly ExamQuestion s_question = new(
        "A boy has a fever and a red tongue. Which is the most likely diagnosis?",
        ["Kawasaki disease", "measles"],
        0
    );

    private static readonly QuestionPreprocessing s_learnt = QuestionPreprocessing.Fit(
        new TextRecipe
        {
            Merges = 50,
            LeastTexts = 1,
            Length = 64,
        },
        [s_question]
    );

    [Fact]
    public void A_row_is_start_stem_separator_option_separator()
    {
        float[] rows = s_learnt.Apply(s_question, 3);
        int[] stem = s_learnt.Cut(s_question.Stem);
        int[] option = s_learnt.Cut("measles");
        float[] second = rows[64..128];
        Assert.Equal(
            [s_learnt.Start, .. stem, s_learnt.Separator, .. option, s_learnt.Separator],
            second.Take(stem.Length + option.Length + 3).Select(id => (int)id)
        );
        Assert.All(second.Skip(stem.Length + option.Length + 3), id => Assert.Equal(0, id));
        Assert.All(rows[128..], id => Assert.Equal(0, id));
        Assert.True(rows.Max() < s_learnt.Vocabulary);
    }

    [Theory]
    [InlineData("A boy's red, swollen tongue (38.9 °C)... since  two days?")]
    [InlineData("measles")]
    [InlineData(" 12 mg/dL ")]
    public void Each_token_knows_its_word(string text)
    {
        string[] vocabulary =
        [
            .. (string[])["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "boy", "red", "swol", "##len"],
            .. (string[])["tongue", "mea", "##sles", ",", ".", "?", "(", ")", "'", "/", "12", "mg", "since"],
        ];
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', vocabulary)));
        foreach (
            var preprocessing in (QuestionPreprocessing[])
                [s_learnt, new(WordPieces.Read(stream, lowerCase: true), 64)]
        )
        {
            var places = preprocessing.Places(text);
            Assert.Equal(preprocessing.Cut(text), places.Select(place => place.Id));
            Assert.All(
                places,
                place => Assert.False(string.IsNullOrWhiteSpace(text.Substring(place.Start, place.Length)))
            );
            Assert.Equal(places.Select(place => place.Start).Order(), places.Select(place => place.Start));
        }
    }

    /// <summary>What is asked stands at a stem's end.</summary>
    [Fact]
    public void What_does_not_fit_is_the_stem_s_beginning_and_no_room_is_lost() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100])
            .Sample(
                (stem, option) =>
                {
                    int[] asked = [.. Enumerable.Range(1000, stem)];
                    int[] said = [.. Enumerable.Range(2000, option)];
                    float[] ids = new float[64];
                    int written = s_learnt.Apply(asked, said, ids);
                    Assert.Equal(Math.Min(64, stem + option + 3), written);
                    Assert.Equal(stem + option + 3 <= 64, s_learnt.Fits(asked, said));
                    int[] inside = [.. ids.Take(written).Select(id => (int)id)];
                    Assert.Equal(2, inside.Count(id => id == s_learnt.Separator));
                    int[] kept = [.. inside.Where(id => id is >= 1000 and < 2000)];
                    int[] read = [.. inside.Where(id => id >= 2000)];
                    Assert.Equal(asked[^kept.Length..], kept);
                    Assert.Equal(said[..read.Length], read);
                    Assert.True(read.Length == option || read.Length >= 30);
                }
            );

    [Fact]
    public void BERT_s_pieces_have_their_own_marks()
    {
        const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nboy\nmeas\n##les\n";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Vocabulary));
        var preprocessing = new QuestionPreprocessing(WordPieces.Read(stream, lowerCase: true), 8);
        float[] rows = preprocessing.Apply(new ExamQuestion("A boy", ["measles", "boy"], 0), 2);
        Assert.Equal([2, 5, 6, 3, 7, 8, 3, 0, 2, 5, 6, 3, 6, 3, 0, 0], rows);
        var read = QuestionPreprocessingJson.Read(
            Encoding.UTF8.GetBytes(QuestionPreprocessingJson.Write(preprocessing))
        );
        Assert.True(read.Pieces!.LowerCase);
        Assert.Equal(rows, read.Apply(new ExamQuestion("A boy", ["measles", "boy"], 0), 2));
    }

    [Fact]
    public void Learnt_tokens_read_back_the_same()
    {
        string written = QuestionPreprocessingJson.Write(s_learnt);
        var read = QuestionPreprocessingJson.Read(Encoding.UTF8.GetBytes(written));
        Assert.Equal(s_learnt.Apply(s_question, 2), read.Apply(s_question, 2));
        Assert.Equal(written, QuestionPreprocessingJson.Write(read));
        Assert.Throws<DataException>(() =>
            QuestionPreprocessingJson.Read(
                Encoding.UTF8.GetBytes(written.Replace("question", "text", StringComparison.Ordinal))
            )
        );
        Assert.Throws<DataException>(() => QuestionPreprocessingJson.Read("{}"u8.ToArray()));
    }
}
