using System.Text;
using CsCheck;
using Osler.Core.Faults;
using Osler.Core.Texts;

namespace Osler.Core.Tests.Texts;

public sealed class ReadTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData("\u200B\u200E")]
    public void Empty_text_is_refused(string text) =>
        Assert.Contains(
            "empty",
            Assert.Throws<DataException>(() => ReadText.Of(text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Binary_is_no_text()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13];
        Assert.Contains(
            "no text",
            Assert.Throws<DataException>(() => ReadText.Of(png)).Message,
            StringComparison.Ordinal
        );
        byte[] latin = Encoding.Latin1.GetBytes("fièvre");
        Assert.Contains(
            "not UTF-8",
            Assert.Throws<DataException>(() => ReadText.Of(latin)).Message,
            StringComparison.Ordinal
        );
        byte[] utf16 = [0xFF, 0xFE, 65, 0];
        Assert.Contains(
            "UTF-16",
            Assert.Throws<DataException>(() => ReadText.Of(utf16)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Markup_is_taken_out_and_that_is_said()
    {
        var read = ReadText.Of("<p>Fever &amp; <b>cough</b></p><script>alert(1)</script>");
        Assert.Equal("fever cough", Words(read.Text));
        Assert.Single(read.Remarks);
    }

    [Theory]
    [InlineData("<p>a</p><script>b</script>c<STYLE>d</Style>e", "a c e")]
    [InlineData("<p>a</p><script>b</script>c<script>d", "a c")]
    [InlineData("<p>a</p><scr<script>b</script>ipt>c", "a c")]
    public void Programs_within_markup_are_no_text(string text, string words) =>
        Assert.Equal(words, Words(ReadText.Of(text).Text));

    // Cut out one by one with the rest copied each time, these took minutes.
    [Fact]
    public void A_hundred_thousand_programs_are_taken_out_in_reasonable_time()
    {
        string text = string.Concat(Enumerable.Repeat("<script>x</script> fever ", 100_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.DoesNotContain('<', ReadText.Of(text).Text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_comparison_is_no_markup() =>
        Assert.Empty(ReadText.Of("pulse <50 and saturation >90").Remarks);

    // The same four words in forms C, D, KC and KD of Unicode.
    [Theory]
    [InlineData("fi\u00E8vre caf\u00E9 \uFB01brosis \u00C5ngstr\u00F6m")]
    [InlineData("fie\u0300vre cafe\u0301 \uFB01brosis A\u030Angstro\u0308m")]
    [InlineData("fi\u00E8vre caf\u00E9 fibrosis \u00C5ngstr\u00F6m")]
    [InlineData("fie\u0300vre cafe\u0301 fibrosis A\u030Angstro\u0308m")]
    public void Words_are_the_same_in_every_normal_form(string text) =>
        Assert.Equal("fievre cafe fibrosis angstrom", Words(ReadText.Of(text).Text));

    [Theory]
    [InlineData("The patient has had a fever for three days.", true)]
    [InlineData("fever, cough, chills", true)]
    [InlineData("Fever 🤒 and a cough 😷", true)]
    [InlineData("Der Patient hat seit drei Tagen Fieber und Husten.", false)]
    [InlineData("Le patient a de la fièvre depuis trois jours.", false)]
    [InlineData("El paciente tiene fiebre desde hace tres días.", false)]
    [InlineData("Il bambino ha la febbre da tre giorni e non mangia.", false)]
    [InlineData("У ребёнка три дня высокая температура и сыпь.", false)]
    [InlineData("الطفل يعاني من الحمى منذ ثلاثة أيام", false)]
    [InlineData("לילד יש חום כבר שלושה ימים", false)]
    [InlineData("患儿发热三天，皮疹。", false)]
    [InlineData("三日前から発熱があります。", false)]
    [InlineData("🤒😷🤧", false)]
    [InlineData("123 456", false)]
    public void Other_languages_are_known_for_what_they_are(string text, bool english) =>
        Assert.Equal(english, Language.Of(ReadText.Of(text).Text).IsEnglish);

    [Theory]
    [InlineData("fever, cough", LanguageKind.English)]
    [InlineData("Der Patient hat Fieber.", LanguageKind.Foreign)]
    [InlineData("患儿发热三天", LanguageKind.Foreign)]
    [InlineData("38.5 / 12", LanguageKind.Wordless)]
    public void No_word_is_told_from_a_foreign_one(string text, LanguageKind kind) =>
        Assert.Equal(kind, Language.Of(ReadText.Of(text).Text).Kind);

    [Fact]
    public void A_hundred_thousand_words_are_read_in_reasonable_time()
    {
        string text = string.Concat(Enumerable.Repeat("He has no fever, but a cough for 3 days. ", 10_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var words = Word.Of(ReadText.Of(text).Text);
        Assert.Equal(10_000, Quantities.Of(words).Count(quantity => quantity.Kind == QuantityKind.Duration));
        Assert.Equal(
            10_000,
            Scopes
                .Of(words)
                .Where((scope, i) => scope == Scope.Negated && words[i].Kind == WordKind.Letters)
                .Count()
        );
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_in_words() =>
        Gen
            .Byte.Array[0, 400]
            .Sample(bytes =>
            {
                try
                {
                    string text = ReadText.Of(bytes).Text;
                    var words = Word.Of(text);
                    Assert.All(words, word => Assert.InRange(word.Start + word.Length, 1, text.Length));
                    Assert.Equal(words.Count, Scopes.Of(words).Length);
                    Quantities.Of(words);
                    Section.Of(words);
                    Language.Of(text);
                }
                catch (DataException) { }
            });

    private static string Words(string text) =>
        string.Join(
            ' ',
            Word.Of(text).Where(word => word.Kind == WordKind.Letters).Select(word => word.Text)
        );
}
